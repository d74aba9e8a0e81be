#include "output_queue.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace load {

namespace {
constexpr std::size_t kCopyBelow = 4096;
constexpr std::size_t kVectors = 256;
}  // namespace

std::uint8_t* OutputQueue::append(std::size_t size) {
    const std::size_t offset = small_.size();
    small_.resize(offset + size);
    if (!segments_.empty() && segments_.back().external == nullptr) {
        segments_.back().length += size;
    } else {
        segments_.push_back({nullptr, offset, size});
    }
    return small_.data() + offset;
}

void OutputQueue::append_reference(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < kCopyBelow) {
        std::memcpy(append(bytes.size()), bytes.data(), bytes.size());
    } else {
        segments_.push_back({bytes.data(), 0, bytes.size()});
    }
}

bool OutputQueue::flush(int socket) {
    while (first_ < segments_.size()) {
        std::array<iovec, kVectors> vectors;
        const std::size_t count = std::min(kVectors, segments_.size() - first_);
        for (std::size_t i = 0; i < count; ++i) {
            const Segment& segment = segments_[first_ + i];
            const std::uint8_t* base = segment.external != nullptr ? segment.external : small_.data();
            vectors[i] = {const_cast<std::uint8_t*>(base + segment.offset), segment.length};
        }
        msghdr message{};
        message.msg_iov = vectors.data();
        message.msg_iovlen = count;
        const ssize_t written = sendmsg(socket, &message, MSG_NOSIGNAL);
        if (written < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN) return false;
            throw std::system_error(errno, std::generic_category(), "writing to the peer");
        }
        consume(static_cast<std::size_t>(written));
    }
    segments_.clear();
    small_.clear();
    first_ = 0;
    return true;
}

void OutputQueue::consume(std::size_t written) {
    while (written > 0) {
        Segment& segment = segments_[first_];
        const std::size_t part = std::min(written, segment.length);
        segment.offset += part;
        segment.length -= part;
        written -= part;
        if (segment.length == 0) ++first_;
    }
}

}  // namespace load
