// What waits to be written to one socket: small things are copied in, large bodies are only pointed at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace load {

class OutputQueue {
public:
    // Room for `size` bytes the caller fills in before the next call on this queue.
    std::uint8_t* append(std::size_t size);

    // `bytes` must stay alive and unchanged until it is written. Short ones are copied all the same.
    void append_reference(std::span<const std::uint8_t> bytes);

    bool empty() const { return segments_.empty(); }

    // Writes what the socket takes. False when something is left because the socket is full.
    bool flush(int socket);

private:
    struct Segment {
        const std::uint8_t* external;  // null: the bytes are at `offset` of small_
        std::size_t offset;
        std::size_t length;
    };

    void consume(std::size_t written);

    std::vector<std::uint8_t> small_;
    std::vector<Segment> segments_;
    std::size_t first_ = 0;
};

}  // namespace load
