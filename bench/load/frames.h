// HTTP/2 framing (RFC 9113): the constants and the nine-byte frame header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace load {

enum class FrameType : std::uint8_t {
    Data = 0,
    Headers = 1,
    Priority = 2,
    RstStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
};

namespace flag {
constexpr std::uint8_t kEndStream = 0x1;
constexpr std::uint8_t kAck = 0x1;
constexpr std::uint8_t kEndHeaders = 0x4;
constexpr std::uint8_t kPadded = 0x8;
constexpr std::uint8_t kPriority = 0x20;
}  // namespace flag

namespace setting {
constexpr std::uint16_t kHeaderTableSize = 1;
constexpr std::uint16_t kEnablePush = 2;
constexpr std::uint16_t kMaxConcurrentStreams = 3;
constexpr std::uint16_t kInitialWindowSize = 4;
constexpr std::uint16_t kMaxFrameSize = 5;
}  // namespace setting

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kFrameHeaderSize = 9;
constexpr std::uint32_t kDefaultWindow = 65'535;
constexpr std::uint32_t kDefaultMaxFrame = 16'384;
constexpr std::uint32_t kLargestMaxFrame = 16'777'215;

struct FrameHeader {
    std::uint32_t length;
    FrameType type;
    std::uint8_t flags;
    std::uint32_t stream;
};

inline std::uint32_t read_u32(const std::uint8_t* p) {
    return std::uint32_t{p[0]} << 24 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 8 | p[3];
}

inline void write_u32(std::uint8_t* p, std::uint32_t value) {
    p[0] = static_cast<std::uint8_t>(value >> 24);
    p[1] = static_cast<std::uint8_t>(value >> 16);
    p[2] = static_cast<std::uint8_t>(value >> 8);
    p[3] = static_cast<std::uint8_t>(value);
}

inline FrameHeader read_frame_header(const std::uint8_t* p) {
    return {
        .length = std::uint32_t{p[0]} << 16 | std::uint32_t{p[1]} << 8 | p[2],
        .type = static_cast<FrameType>(p[3]),
        .flags = p[4],
        .stream = read_u32(p + 5) & 0x7fff'ffff,
    };
}

inline void write_frame_header(std::uint8_t* p, const FrameHeader& header) {
    p[0] = static_cast<std::uint8_t>(header.length >> 16);
    p[1] = static_cast<std::uint8_t>(header.length >> 8);
    p[2] = static_cast<std::uint8_t>(header.length);
    p[3] = static_cast<std::uint8_t>(header.type);
    p[4] = header.flags;
    write_u32(p + 5, header.stream);
}

}  // namespace load
