// Protobuf by hand: the pieces the raw handlers need.
#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message_lite.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace peer {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;
using google::protobuf::internal::WireFormatLite;

constexpr std::uint32_t bytes_tag(int field) {
    return static_cast<std::uint32_t>(field) << 3 | WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
}

inline bool read_text(CodedInputStream& in, std::string& text) {
    std::uint32_t size = 0;
    return in.ReadVarint32(&size) && in.ReadString(&text, static_cast<int>(size));
}

inline bool read_message(CodedInputStream& in, google::protobuf::MessageLite& message) {
    int size = 0;
    if (!in.ReadVarintSizeAsInt(&size)) return false;
    const auto limit = in.PushLimit(size);
    const bool read = message.MergeFromCodedStream(&in) && in.ConsumedEntireMessage();
    in.PopLimit(limit);
    return read;
}

// A bytes field's content where it lies, or in `gathered` when it comes in pieces. Short content is copied in any case:
// gRPC may keep it inside the reader, where it does not stay.
inline std::optional<std::span<const std::uint8_t>> read_bytes(CodedInputStream& in,
                                                               std::vector<std::uint8_t>& gathered) {
    constexpr int kCopyBelow = 64;
    int size = 0;
    if (!in.ReadVarintSizeAsInt(&size)) return std::nullopt;
    const void* data = nullptr;
    int available = 0;
    if (size >= kCopyBelow && in.GetDirectBufferPointer(&data, &available) && available >= size) {
        in.Skip(size);
        return std::span(static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size));
    }
    if (size > in.BytesUntilLimit()) return std::nullopt;
    if (gathered.size() < static_cast<std::size_t>(size)) gathered.resize(static_cast<std::size_t>(size));
    if (!in.ReadRaw(gathered.data(), size)) return std::nullopt;
    return std::span<const std::uint8_t>(gathered.data(), static_cast<std::size_t>(size));
}

inline bool skip_field(CodedInputStream& in, std::uint32_t tag) { return WireFormatLite::SkipField(&in, tag); }

}  // namespace peer
