#include "response_headers.h"

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace load {

namespace {

int to_number(std::string_view text) {
    int number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

HeaderInflater::HeaderInflater() {
    nghttp2_hd_inflater* inflater = nullptr;
    if (nghttp2_hd_inflate_new(&inflater) != 0) throw std::bad_alloc();
    inflater_.reset(inflater);
}

void HeaderInflater::inflate(std::span<const std::uint8_t> block, ResponseStatus& status) {
    const std::uint8_t* in = block.data();
    std::size_t left = block.size();
    for (;;) {
        nghttp2_nv header;
        int flags = 0;
        const ssize_t used = nghttp2_hd_inflate_hd2(inflater_.get(), &header, &flags, in, left, 1);
        if (used < 0) throw std::runtime_error("the server sent a header block that cannot be decoded");
        in += used;
        left -= static_cast<std::size_t>(used);
        if (flags & NGHTTP2_HD_INFLATE_EMIT) note(header, status);
        if (flags & NGHTTP2_HD_INFLATE_FINAL) break;
    }
    nghttp2_hd_inflate_end_headers(inflater_.get());
}

void HeaderInflater::note(const nghttp2_nv& header, ResponseStatus& status) {
    const std::string_view name(reinterpret_cast<const char*>(header.name), header.namelen);
    const std::string_view value(reinterpret_cast<const char*>(header.value), header.valuelen);
    if (name == ":status") {
        status.http = to_number(value);
    } else if (name == "grpc-status") {
        status.grpc = to_number(value);
    } else if (name == "grpc-message") {
        grpc_message_ = value;
    }
}

}  // namespace load
