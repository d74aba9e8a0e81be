// Checks one response body as it streams in: reads just enough protobuf to find the values and compares every byte of
// them with what is expected (a bitwise comparison: twice the value is exact). Nothing is stored.
#pragma once

#include <cstdint>
#include <span>

#include "options.h"

namespace load {

class Verifier {
public:
    void start(Mode mode, std::span<const std::uint8_t> expected, std::size_t body_size);

    // Throws when a value is wrong or the message is not what it should be.
    void feed(std::span<const std::uint8_t> bytes);

    // Throws when the body ended too early.
    void finish() const;

private:
    enum class State { Prefix, Tag, Length, Varint, Skip, Compare };

    void feed_byte(std::uint8_t byte);
    void end_of_tag();
    void begin_length_delimited();
    bool is_values_field() const;

    Mode mode_ = Mode::Post;
    State state_ = State::Prefix;
    std::span<const std::uint8_t> expected_;
    std::size_t compared_ = 0;
    std::size_t message_left_ = 0;  // of the gRPC message, or of the plain body
    std::size_t field_left_ = 0;
    std::uint64_t number_ = 0;      // the varint or prefix being read
    int number_bytes_ = 0;
    std::uint32_t field_ = 0;
};

}  // namespace load
