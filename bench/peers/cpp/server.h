// The gRPC server: its channel arguments, completion queues and threads.
#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/service_type.h>

#include <memory>
#include <thread>
#include <vector>

#include "event.h"
#include "model.h"
#include "settings.h"

namespace peer {

class Server {
public:
    // Listens and serves, on threads of its own, until the process ends: there is no orderly way to stop.
    Server(const Settings& settings, const Model& model);

private:
    template <typename InferHandler, typename PredictHandler, typename... Options>
    void start(grpc::ServerBuilder& builder, const Settings& settings, const Model& model, Options... options);

    std::vector<std::unique_ptr<grpc::Service>> services_;
    std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues_;
    std::unique_ptr<grpc::Server> server_;
    std::vector<std::unique_ptr<Event>> calls_;
    std::vector<std::jthread> threads_;
};

}  // namespace peer
