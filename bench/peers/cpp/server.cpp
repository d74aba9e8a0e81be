#include "server.h"

#include <stdexcept>
#include <string>

#include "generated_handlers.h"
#include "raw_handlers.h"
#include "unary_call.h"

namespace peer {

namespace {

void add_if_set(grpc::ServerBuilder& builder, const char* name, int value) {
    if (value > 0) builder.AddChannelArgument(name, value);
}

void configure(grpc::ServerBuilder& builder, const Settings& settings) {
    builder.SetMaxReceiveMessageSize(-1);
    builder.SetMaxSendMessageSize(-1);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a port in use is an error
    if (settings.bdp_probe >= 0) builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, settings.bdp_probe);
    add_if_set(builder, GRPC_ARG_HTTP2_MAX_FRAME_SIZE, settings.max_frame_size);
    add_if_set(builder, GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, settings.lookahead_bytes);
    add_if_set(builder, GRPC_ARG_HTTP2_WRITE_BUFFER_SIZE, settings.write_buffer_bytes);
    add_if_set(builder, GRPC_ARG_TCP_READ_CHUNK_SIZE, settings.read_chunk_bytes);
    add_if_set(builder, GRPC_ARG_TCP_MAX_READ_CHUNK_SIZE, settings.read_chunk_bytes);
    add_if_set(builder, GRPC_ARG_TCP_TX_ZEROCOPY_ENABLED, settings.tx_zerocopy);
    add_if_set(builder, GRPC_ARG_MINIMAL_STACK, settings.minimal_stack);
    if (!settings.optimization_target.empty()) {
        builder.AddChannelArgument(GRPC_ARG_OPTIMIZATION_TARGET, settings.optimization_target);
    }
    if (settings.quota_mb > 0) {
        grpc::ResourceQuota quota;
        quota.Resize(static_cast<std::size_t>(settings.quota_mb) << 20);
        builder.SetResourceQuota(quota);
    }
}

void serve(grpc::ServerCompletionQueue& queue) {
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok)) static_cast<Event*>(tag)->proceed(ok);
}

}  // namespace

template <typename InferHandler, typename PredictHandler, typename... Options>
void Server::start(grpc::ServerBuilder& builder, const Settings& settings, const Model& model, Options... options) {
    auto infer = std::make_unique<typename InferHandler::Service>();
    auto predict = std::make_unique<typename PredictHandler::Service>();
    builder.RegisterService(infer.get());
    builder.RegisterService(predict.get());
    for (int i = 0; i < settings.queues; ++i) queues_.push_back(builder.AddCompletionQueue());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) throw std::runtime_error("port " + std::to_string(settings.port) + " cannot be served on");
    for (const auto& queue : queues_) {
        for (int i = 0; i < settings.posted; ++i) {
            calls_.push_back(std::make_unique<UnaryCall<InferHandler>>(queue.get(), *infer, model, options...));
            calls_.push_back(std::make_unique<UnaryCall<PredictHandler>>(queue.get(), *predict, model, options...));
        }
    }
    services_.push_back(std::move(infer));
    services_.push_back(std::move(predict));
    for (const auto& queue : queues_) {
        for (int i = 0; i < settings.threads; ++i) threads_.emplace_back(serve, std::ref(*queue));
    }
}

Server::Server(const Settings& settings, const Model& model) {
    grpc::ServerBuilder builder;
    configure(builder, settings);
    builder.AddListeningPort("127.0.0.1:" + std::to_string(settings.port), grpc::InsecureServerCredentials());
    if (settings.api == Api::Raw) {
        start<RawInfer, RawPredict>(builder, settings, model);
    } else {
        start<GeneratedInfer, GeneratedPredict>(builder, settings, model, settings.messages);
    }
}

}  // namespace peer
