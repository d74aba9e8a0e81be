// What client and server have in common.
#pragma once

#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>

#include <grpc/grpc.h>
#include <grpcpp/grpcpp.h>

#include "test.grpc.pb.h"

// Both are for tests, and in none of the installed headers.
constexpr uint32_t kWasCompressed = 0x40000000;
uint32_t grpc_call_test_only_get_message_flags(grpc_call* call);

constexpr char kInitialKey[] = "x-grpc-test-echo-initial";
constexpr char kTrailingKey[] = "x-grpc-test-echo-trailing-bin";

// Whether the last message that came on a call was compressed.
inline bool WasCompressed(grpc_call* call) {
    return (grpc_call_test_only_get_message_flags(call) & kWasCompressed) != 0;
}

inline std::string Zeros(int size) { return std::string(size, '\0'); }

template <typename T>
void Expect(const T& expected, const T& actual, const std::string& what) {
    if (!(expected == actual)) {
        throw std::runtime_error(what + " is not as it should be");
    }
}

inline void ExpectCode(grpc::StatusCode expected, const grpc::Status& status) {
    if (status.error_code() != expected) {
        std::ostringstream text;
        text << "the status is " << status.error_code() << " (" << status.error_message() << ") and should be " << expected;
        throw std::runtime_error(text.str());
    }
}
