// Cuts what a socket delivers into frames. DATA is handed on in the pieces it arrives in, everything else whole.
#pragma once

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "frames.h"

namespace load {

class FrameReader {
public:
    // Reads what is there and calls handler.on_data(stream, bytes, last) and handler.on_frame(header, payload).
    template <typename Handler>
    void receive(int socket, Handler& handler) {
        for (;;) {
            const ssize_t got = recv(socket, buffer_.data() + filled_, buffer_.size() - filled_, 0);
            if (got == 0) throw std::runtime_error("the peer closed the connection");
            if (got < 0) {
                if (errno == EINTR) continue;
                if (errno == EAGAIN) return;
                throw std::system_error(errno, std::generic_category(), "reading from the peer");
            }
            const bool full = filled_ + static_cast<std::size_t>(got) == buffer_.size();
            filled_ += static_cast<std::size_t>(got);
            dispatch(handler);
            if (!full) return;
        }
    }

private:
    static constexpr std::size_t kBufferSize = 256 * 1024;

    template <typename Handler>
    void dispatch(Handler& handler) {
        std::size_t at = 0;
        while (at < filled_) {
            if (data_left_ > 0) {
                const std::size_t part = std::min<std::size_t>(data_left_, filled_ - at);
                data_left_ -= static_cast<std::uint32_t>(part);
                const bool last = data_left_ == 0 && (data_.flags & flag::kEndStream);
                handler.on_data(data_.stream, std::span(buffer_).subspan(at, part), last);
                at += part;
                continue;
            }
            if (filled_ - at < kFrameHeaderSize) break;
            const FrameHeader header = read_frame_header(buffer_.data() + at);
            if (header.flags & flag::kPadded && (header.type == FrameType::Data || header.type == FrameType::Headers)) {
                throw std::runtime_error("the peer pads its frames, which this client does not read");
            }
            if (header.type == FrameType::Data) {
                at += kFrameHeaderSize;
                data_ = header;
                data_left_ = header.length;
                if (header.length == 0) handler.on_data(header.stream, {}, (header.flags & flag::kEndStream) != 0);
                continue;
            }
            if (header.length + kFrameHeaderSize > buffer_.size()) {
                throw std::runtime_error("the peer sent a control frame larger than this client reads");
            }
            if (filled_ - at < kFrameHeaderSize + header.length) break;
            handler.on_frame(header, std::span(buffer_).subspan(at + kFrameHeaderSize, header.length));
            at += kFrameHeaderSize + header.length;
        }
        std::memmove(buffer_.data(), buffer_.data() + at, filled_ - at);
        filled_ -= at;
    }

    std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(kBufferSize);
    std::size_t filled_ = 0;
    FrameHeader data_{};
    std::uint32_t data_left_ = 0;
};

}  // namespace load
