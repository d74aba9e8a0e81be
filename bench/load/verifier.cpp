#include "verifier.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

namespace load {

namespace {

constexpr int kPrefixBytes = 5;
constexpr std::uint32_t kRawOutputContents = 6;  // inference.ModelInferResponse
constexpr std::uint32_t kOutputs = 1;            // model.PredictResponse, packed

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

}  // namespace

void Verifier::start(Mode mode, std::span<const std::uint8_t> expected, std::size_t body_size) {
    mode_ = mode;
    expected_ = expected;
    compared_ = 0;
    number_ = 0;
    number_bytes_ = 0;
    state_ = mode == Mode::Post ? State::Skip : State::Prefix;
    message_left_ = mode == Mode::Post ? body_size : kPrefixBytes;
    field_left_ = mode == Mode::Post ? body_size : 0;
}

bool Verifier::is_values_field() const {
    return field_ >> 3 == (mode_ == Mode::Infer ? kRawOutputContents : kOutputs);
}

void Verifier::feed(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        if (message_left_ == 0) throw std::runtime_error("the answer is longer than one message");
        std::size_t used = 1;
        if (state_ == State::Skip || state_ == State::Compare) {
            used = std::min(field_left_, bytes.size());
            if (state_ == State::Compare) {
                if (used > expected_.size() - compared_) throw std::runtime_error("the answer holds too many values");
                if (std::memcmp(bytes.data(), expected_.data() + compared_, used) != 0) {
                    throw std::runtime_error("the answer holds a value that is not twice the input's");
                }
                compared_ += used;
            }
            field_left_ -= used;
            if (field_left_ == 0) state_ = State::Tag;
            message_left_ -= used;
        } else {
            --message_left_;
            feed_byte(bytes.front());
        }
        bytes = bytes.subspan(used);
    }
}

void Verifier::feed_byte(std::uint8_t byte) {
    if (state_ == State::Prefix) {
        number_ = number_ << 8 | byte;
        if (++number_bytes_ < kPrefixBytes) return;
        if (number_ >> 32 != 0) throw std::runtime_error("the answer is compressed");
        message_left_ = number_;
        state_ = State::Tag;
    } else {
        if (number_bytes_ == 10) throw std::runtime_error("the answer is not a protobuf message");
        number_ |= std::uint64_t{byte & 0x7fu} << (7 * number_bytes_++);
        if (byte & 0x80) return;
        if (state_ == State::Tag) {
            end_of_tag();
        } else if (state_ == State::Length) {
            begin_length_delimited();
        } else {
            state_ = State::Tag;
        }
    }
    number_ = 0;
    number_bytes_ = 0;
}

void Verifier::end_of_tag() {
    field_ = static_cast<std::uint32_t>(number_);
    switch (field_ & 7) {
        case kVarint: state_ = State::Varint; break;
        case kLengthDelimited: state_ = State::Length; break;
        case kFixed64: state_ = State::Skip; field_left_ = 8; break;
        case kFixed32: state_ = State::Skip; field_left_ = 4; break;
        default: throw std::runtime_error("the answer is not a protobuf message");
    }
    if (is_values_field() && state_ != State::Length) {
        throw std::runtime_error("the answer's values are not packed, which this client does not read");
    }
}

void Verifier::begin_length_delimited() {
    field_left_ = number_;
    if (field_left_ > message_left_) throw std::runtime_error("a field of the answer is longer than the answer");
    state_ = field_left_ == 0 ? State::Tag : is_values_field() ? State::Compare : State::Skip;
}

void Verifier::finish() const {
    if (message_left_ != 0 || state_ == State::Prefix) throw std::runtime_error("the answer ended too early");
    if (compared_ != expected_.size()) {
        throw std::runtime_error("the answer holds " + std::to_string(compared_) + " bytes of values instead of " +
                                 std::to_string(expected_.size()));
    }
}

}  // namespace load
