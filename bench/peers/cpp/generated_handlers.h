// The two methods on the generated classes.
#pragma once

#include <google/protobuf/arena.h>
#include <grpcpp/grpcpp.h>

#include <vector>

#include "inference/inference.grpc.pb.h"
#include "model.h"
#include "model/model.grpc.pb.h"
#include "settings.h"

namespace peer {

// A request and a response: on an arena that is emptied between calls, or objects that keep their memory.
template <typename Request, typename Response>
class MessagePair {
public:
    explicit MessagePair(Messages kind) : kind_(kind) { create(); }

    Request& request() { return *request_; }
    Response& response() { return *response_; }

    void reset() {
        if (kind_ == Messages::Reuse) {
            request_->Clear();
            response_->Clear();
        } else {
            arena_.Reset();
            create();
        }
    }

private:
    void create() {
        request_ = google::protobuf::Arena::CreateMessage<Request>(&arena_);
        response_ = google::protobuf::Arena::CreateMessage<Response>(&arena_);
    }

    Messages kind_;
    google::protobuf::Arena arena_;
    Request* request_ = nullptr;
    Response* response_ = nullptr;
};

class GeneratedInfer {
public:
    using Service = inference::GRPCInferenceService::AsyncService;
    using Writer = grpc::ServerAsyncResponseWriter<inference::ModelInferResponse>;

    GeneratedInfer(Service& service, const Model& model, Messages messages);

    void await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue, void* tag);
    grpc::Status answer();
    const inference::ModelInferResponse& response() { return pair_.response(); }
    void reset() { pair_.reset(); }

private:
    Service& service_;
    const Model& model_;
    MessagePair<inference::ModelInferRequest, inference::ModelInferResponse> pair_;
};

class GeneratedPredict {
public:
    using Service = model::ModelInference::AsyncService;
    using Writer = grpc::ServerAsyncResponseWriter<model::PredictResponse>;

    GeneratedPredict(Service& service, const Model& model, Messages messages);

    void await(grpc::ServerContext* context, Writer* writer, grpc::ServerCompletionQueue* queue, void* tag);
    grpc::Status answer();
    const model::PredictResponse& response() { return pair_.response(); }
    void reset() { pair_.reset(); }

private:
    Service& service_;
    const Model& model_;
    MessagePair<model::PredictRequest, model::PredictResponse> pair_;
    std::vector<float> values_;
};

}  // namespace peer
