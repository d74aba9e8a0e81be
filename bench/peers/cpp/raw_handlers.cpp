#include "raw_handlers.h"

#include <grpcpp/support/proto_buffer_reader.h>

#include "checks.h"
#include "wire.h"

namespace peer {

namespace {

const grpc::Status kMalformed(grpc::StatusCode::INVALID_ARGUMENT, "the request is not a well-formed message");

// A response of `head` bytes and then one bytes field of `size`; the two are written by the caller.
struct Frame {
    Frame(std::size_t head, int field, std::size_t size)
        : tag(bytes_tag(field)),
          prefix(CodedOutputStream::VarintSize32(tag) + CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(size))),
          slice(head + prefix + size) {
        start = const_cast<std::uint8_t*>(slice.begin());
        std::uint8_t* at = CodedOutputStream::WriteVarint32ToArray(tag, start + head);
        content = CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(size), at);
    }

    std::uint32_t tag;
    std::size_t prefix;
    grpc::Slice slice;
    std::uint8_t* start;
    std::uint8_t* content;
};

}  // namespace

RawInfer::RawInfer(Service& service, const Model& model) : service_(service), model_(model) {
    describe_output(model, 0, description_);
}

void RawInfer::await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue, void* tag) {
    service_.RequestModelInfer(context, &request_, writer, queue, queue, tag);
}

grpc::Status RawInfer::answer() {
    using Request = inference::ModelInferRequest;
    grpc::ProtoBufferReader reader(&request_);
    CodedInputStream in(&reader);
    in.PushLimit(static_cast<int>(request_.Length()));
    std::optional<std::span<const std::uint8_t>> raw;
    int inputs = 0;
    int contents = 0;
    while (const std::uint32_t tag = in.ReadTag()) {
        bool read = true;
        switch (tag) {
            case bytes_tag(Request::kModelNameFieldNumber): read = read_text(in, request_model_); break;
            case bytes_tag(Request::kIdFieldNumber): read = read_text(in, request_id_); break;
            case bytes_tag(Request::kInputsFieldNumber):
                ++inputs;
                read = read_message(in, input_);
                break;
            case bytes_tag(Request::kRawInputContentsFieldNumber):
                ++contents;
                raw = read_bytes(in, gathered_);
                read = raw.has_value();
                break;
            default: read = skip_field(in, tag);
        }
        if (!read) return kMalformed;
    }
    if (!in.ConsumedEntireMessage()) return kMalformed;
    if (const grpc::Status status = check_model(model_, request_model_); !status.ok()) return status;
    if (inputs != 1 || contents != 1) {
        return {grpc::StatusCode::INVALID_ARGUMENT, "one input with raw contents is wanted"};
    }
    if (const grpc::Status status = check_input(model_, input_, raw->size()); !status.ok()) return status;
    respond(raw->data(), raw->size());
    return grpc::Status::OK;
}

void RawInfer::respond(const void* input, std::size_t size) {
    description_.set_id(request_id_);
    description_.mutable_outputs(0)->set_shape(0, static_cast<std::int64_t>(size / sizeof(float)));
    const std::size_t head = description_.ByteSizeLong();
    const Frame frame(head, inference::ModelInferResponse::kRawOutputContentsFieldNumber, size);
    description_.SerializeWithCachedSizesToArray(frame.start);
    model_.run(input, frame.content, size / sizeof(float));
    response_ = grpc::ByteBuffer(&frame.slice, 1);
}

void RawInfer::reset() {
    request_.Clear();
    response_.Clear();
    request_model_.clear();
    request_id_.clear();
    input_.Clear();
}

RawPredict::RawPredict(Service& service, const Model& model) : service_(service), model_(model) {}

void RawPredict::await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue, void* tag) {
    service_.RequestPredict(context, &request_, writer, queue, queue, tag);
}

grpc::Status RawPredict::answer() {
    using Request = model::PredictRequest;
    grpc::ProtoBufferReader reader(&request_);
    CodedInputStream in(&reader);
    in.PushLimit(static_cast<int>(request_.Length()));
    std::span<const std::uint8_t> doubles;
    while (const std::uint32_t tag = in.ReadTag()) {
        bool read = true;
        switch (tag) {
            case bytes_tag(Request::kModelIdFieldNumber): read = read_text(in, request_model_); break;
            case bytes_tag(Request::kInputsFieldNumber): {
                if (!doubles.empty()) {
                    return {grpc::StatusCode::UNIMPLEMENTED, "inputs in several pieces are not read by this server"};
                }
                const auto packed = read_bytes(in, gathered_);
                read = packed.has_value() && packed->size() % sizeof(double) == 0;
                doubles = packed.value_or(doubles);
                break;
            }
            default: read = skip_field(in, tag);
        }
        if (!read) return kMalformed;
    }
    if (!in.ConsumedEntireMessage()) return kMalformed;
    if (const grpc::Status status = check_model(model_, request_model_); !status.ok()) return status;
    respond(doubles.data(), doubles.size());
    return grpc::Status::OK;
}

void RawPredict::respond(const void* doubles, std::size_t size) {
    // Neither side's doubles are aligned; the compiler turns these copies into unaligned vector moves.
    const std::size_t count = size / sizeof(double);
    values_.resize(2 * count);
    float* const input = values_.data();
    float* const output = input + count;
    const auto* const from = static_cast<const std::uint8_t*>(doubles);
    for (std::size_t i = 0; i < count; ++i) {
        double value;
        std::memcpy(&value, from + i * sizeof value, sizeof value);
        input[i] = static_cast<float>(value);
    }
    model_.run(input, output, count);
    const Frame frame(0, model::PredictResponse::kOutputsFieldNumber, size);
    for (std::size_t i = 0; i < count; ++i) {
        const double value = output[i];
        std::memcpy(frame.content + i * sizeof value, &value, sizeof value);
    }
    response_ = grpc::ByteBuffer(&frame.slice, 1);
}

void RawPredict::reset() {
    request_.Clear();
    response_.Clear();
    request_model_.clear();
}

}  // namespace peer
