// Reads the header blocks of responses; keeps the connection's HPACK state.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace load {

// What one response's headers and trailers say together.
struct ResponseStatus {
    int http = 0;
    int grpc = -1;

    void clear() { *this = {}; }
};

class HeaderInflater {
public:
    HeaderInflater();

    void inflate(std::span<const std::uint8_t> block, ResponseStatus& status);

    // The last grpc-message seen, for the error report.
    const std::string& grpc_message() const { return grpc_message_; }

private:
    struct Deleter {
        void operator()(nghttp2_hd_inflater* inflater) const { nghttp2_hd_inflate_del(inflater); }
    };

    void note(const nghttp2_nv& header, ResponseStatus& status);

    std::unique_ptr<nghttp2_hd_inflater, Deleter> inflater_;
    std::string grpc_message_;
};

}  // namespace load
