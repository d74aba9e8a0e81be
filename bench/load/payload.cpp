#include "payload.h"

#include <bit>
#include <cstring>
#include <span>
#include <string_view>

namespace load {

namespace {

static_assert(std::endian::native == std::endian::little, "the bodies are made of this machine's own floats");

constexpr int kVariants = 4;
constexpr std::size_t kGrpcPrefix = 5;

using Bytes = std::vector<std::uint8_t>;

void append(Bytes& bytes, const void* data, std::size_t size) {
    const auto* begin = static_cast<const std::uint8_t*>(data);
    bytes.insert(bytes.end(), begin, begin + size);
}

void append_varint(Bytes& bytes, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes.push_back(static_cast<std::uint8_t>(value));
}

void append_field(Bytes& bytes, int number, const void* data, std::size_t size) {
    append_varint(bytes, static_cast<std::uint64_t>(number) << 3 | 2);
    append_varint(bytes, size);
    append(bytes, data, size);
}

void append_field(Bytes& bytes, int number, std::string_view text) {
    append_field(bytes, number, text.data(), text.size());
}

// Distinct within a variant and between variants, and such that twice the value is exact in FP32.
std::vector<float> values_of(int variant, std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>((i * 7 + static_cast<std::size_t>(variant) * 10'007) % 65'521 + 1) * 0.125f;
    }
    return values;
}

// inference.ModelInferRequest
Bytes infer_message(const Options& options, const std::vector<float>& values) {
    Bytes shape;
    append_varint(shape, values.size());
    Bytes input;
    append_field(input, 1, options.input);
    append_field(input, 2, std::string_view("FP32"));
    append_field(input, 3, shape.data(), shape.size());
    Bytes message;
    append_field(message, 1, options.model);
    append_field(message, 5, input.data(), input.size());
    append_field(message, 7, values.data(), values.size() * sizeof(float));
    return message;
}

// model.PredictRequest
Bytes predict_message(const Options& options, const std::vector<float>& values) {
    const std::vector<double> doubles(values.begin(), values.end());
    Bytes message;
    append_field(message, 1, options.model);
    append_field(message, 2, doubles.data(), doubles.size() * sizeof(double));
    return message;
}

Bytes grpc_body(const Bytes& message) {
    const auto size = static_cast<std::uint32_t>(message.size());
    Bytes body{0, static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16),
               static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    body.reserve(kGrpcPrefix + message.size());
    append(body, message.data(), message.size());
    return body;
}

template <typename T>
Bytes doubled(const std::vector<float>& values) {
    Bytes bytes;
    bytes.reserve(values.size() * sizeof(T));
    for (const float value : values) {
        const T twice = static_cast<T>(value) * 2;
        append(bytes, &twice, sizeof twice);
    }
    return bytes;
}

Variant make_variant(const Options& options, int index) {
    const std::vector<float> values = values_of(index, options.floats);
    switch (options.mode) {
        case Mode::Infer: return {grpc_body(infer_message(options, values)), doubled<float>(values)};
        case Mode::Predict: return {grpc_body(predict_message(options, values)), doubled<double>(values)};
        case Mode::Post: break;
    }
    Bytes body;
    append(body, values.data(), values.size() * sizeof(float));
    return {std::move(body), {}};
}

}  // namespace

Payload make_payload(const Options& options) {
    Payload payload;
    for (int i = 0; i < kVariants; ++i) payload.variants.push_back(make_variant(options, i));

    const std::string authority = options.host + ":" + std::to_string(options.port);
    if (options.mode == Mode::Post) {
        payload.path = "/";
        payload.headers = {{":authority", authority},
                           {"content-type", "application/octet-stream"},
                           {"content-length", std::to_string(payload.variants[0].body.size())}};
    } else {
        payload.path = options.mode == Mode::Infer ? "/inference.GRPCInferenceService/ModelInfer"
                                                   : "/model.ModelInference/Predict";
        payload.headers = {{":authority", authority},
                           {"te", "trailers"},
                           {"content-type", "application/grpc"},
                           {"user-agent", "inference-load/1"},
                           {"grpc-accept-encoding", "identity,deflate,gzip"}};
    }
    return payload;
}

}  // namespace load
