// One of the calls in flight, and who is told how it ends.
#pragma once

#include <cstdint>

#include "payload.h"
#include "response_headers.h"
#include "verifier.h"

namespace load {

class Connection;

struct Call {
    std::size_t lane = 0;       // which of the runner's connections it uses
    const Variant* variant = nullptr;
    std::uint64_t started = 0;  // nanoseconds
    std::uint32_t stream = 0;
    std::size_t sent = 0;       // bytes of the body given to the connection
    std::int64_t window = 0;    // what the server lets this stream send
    bool waiting = false;       // has more to send but no window
    ResponseStatus status;
    Verifier verifier;
};

class CallOwner {
public:
    // The call's answer is complete and right.
    virtual void completed(Connection& connection, Call& call) = 0;

    // The server goes away without having looked at the call: it may be made again elsewhere.
    virtual void refused(Connection& connection, Call& call) = 0;

protected:
    ~CallOwner() = default;
};

}  // namespace load
