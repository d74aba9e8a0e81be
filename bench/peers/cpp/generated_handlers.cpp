#include "generated_handlers.h"

#include <algorithm>

#include "checks.h"

namespace peer {

GeneratedInfer::GeneratedInfer(Service& service, const Model& model, Messages messages)
    : service_(service), model_(model), pair_(messages) {}

void GeneratedInfer::await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue,
                           void* tag) {
    service_.RequestModelInfer(context, &pair_.request(), writer, queue, queue, tag);
}

grpc::Status GeneratedInfer::answer() {
    const inference::ModelInferRequest& request = pair_.request();
    if (const grpc::Status status = check_model(model_, request.model_name()); !status.ok()) return status;
    if (request.inputs_size() != 1 || request.raw_input_contents_size() != 1) {
        return {grpc::StatusCode::INVALID_ARGUMENT, "one input with raw contents is wanted"};
    }
    const std::string& raw = request.raw_input_contents(0);
    if (const grpc::Status status = check_input(model_, request.inputs(0), raw.size()); !status.ok()) return status;

    const std::size_t count = raw.size() / sizeof(float);
    inference::ModelInferResponse& response = pair_.response();
    describe_output(model_, count, response);
    response.add_raw_output_contents()->resize_and_overwrite(raw.size(), [&](char* output, std::size_t) {
        model_.run(raw.data(), output, count);
        return raw.size();
    });
    if (!request.id().empty()) response.set_id(request.id());
    return grpc::Status::OK;
}

GeneratedPredict::GeneratedPredict(Service& service, const Model& model, Messages messages)
    : service_(service), model_(model), pair_(messages) {}

void GeneratedPredict::await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue,
                             void* tag) {
    service_.RequestPredict(context, &pair_.request(), writer, queue, queue, tag);
}

grpc::Status GeneratedPredict::answer() {
    const model::PredictRequest& request = pair_.request();
    if (const grpc::Status status = check_model(model_, request.model_id()); !status.ok()) return status;

    const auto count = static_cast<std::size_t>(request.inputs_size());
    values_.resize(2 * count);
    float* const input = values_.data();
    float* const output = input + count;
    std::ranges::transform(request.inputs(), input, [](double value) { return static_cast<float>(value); });
    model_.run(input, output, count);

    auto& outputs = *pair_.response().mutable_outputs();
    outputs.Reserve(request.inputs_size());
    std::copy_n(output, count, outputs.AddNAlreadyReserved(request.inputs_size()));
    return grpc::Status::OK;
}

}  // namespace peer
