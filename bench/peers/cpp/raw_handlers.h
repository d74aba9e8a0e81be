// The two methods on byte buffers: the tensor's bytes are read where gRPC received them when they lie in one piece (and
// gathered once when not), and ONNX Runtime writes its output into the buffer gRPC sends.
#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <vector>

#include "inference/inference.grpc.pb.h"
#include "model.h"
#include "model/model.grpc.pb.h"

namespace peer {

class RawInfer {
public:
    using Service = inference::GRPCInferenceService::WithRawMethod_ModelInfer<inference::GRPCInferenceService::AsyncService>;
    using Writer = grpc::ServerAsyncResponseWriter<grpc::ByteBuffer>;

    RawInfer(Service& service, const Model& model);

    void await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue, void* tag);
    grpc::Status answer();
    const grpc::ByteBuffer& response() const { return response_; }
    void reset();

private:
    void respond(const void* input, std::size_t size);

    Service& service_;
    const Model& model_;
    grpc::ByteBuffer request_;
    grpc::ByteBuffer response_;
    std::string request_model_;
    std::string request_id_;
    inference::ModelInferRequest::InferInputTensor input_;
    inference::ModelInferResponse description_;  // the response without its values
    std::vector<std::uint8_t> gathered_;
};

class RawPredict {
public:
    using Service = model::ModelInference::WithRawMethod_Predict<model::ModelInference::AsyncService>;
    using Writer = grpc::ServerAsyncResponseWriter<grpc::ByteBuffer>;

    RawPredict(Service& service, const Model& model);

    void await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue, void* tag);
    grpc::Status answer();
    const grpc::ByteBuffer& response() const { return response_; }
    void reset();

private:
    void respond(const void* doubles, std::size_t size);

    Service& service_;
    const Model& model_;
    grpc::ByteBuffer request_;
    grpc::ByteBuffer response_;
    std::string request_model_;
    std::vector<float> values_;
    std::vector<std::uint8_t> gathered_;
};

}  // namespace peer
