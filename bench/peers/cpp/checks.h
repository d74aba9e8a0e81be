// What a request may ask for.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>
#include <string_view>

#include "inference/inference.pb.h"
#include "model.h"

namespace peer {

inline grpc::Status check_model(const Model& model, std::string_view name) {
    if (name == model.name()) return grpc::Status::OK;
    return {grpc::StatusCode::NOT_FOUND, "model '" + std::string(name) + "' is not served here"};
}

inline grpc::Status check_input(const Model& model, const inference::ModelInferRequest::InferInputTensor& input,
                                std::size_t raw_bytes) {
    if (input.name() != model.input_name() || input.datatype() != "FP32" || input.shape_size() != 1 ||
        input.shape(0) < 0) {
        return {grpc::StatusCode::INVALID_ARGUMENT, "one FP32 vector is wanted as '" + model.input_name() + "'"};
    }
    if (static_cast<std::uint64_t>(input.shape(0)) * sizeof(float) != raw_bytes) {
        return {grpc::StatusCode::INVALID_ARGUMENT, "the raw bytes do not fit the shape"};
    }
    return grpc::Status::OK;
}

inline void describe_output(const Model& model, std::size_t count, inference::ModelInferResponse& response) {
    response.set_model_name(model.name());
    response.set_model_version("1");
    auto& output = *response.add_outputs();
    output.set_name(model.output_name());
    output.set_datatype("FP32");
    output.add_shape(static_cast<std::int64_t>(count));
}

}  // namespace peer
