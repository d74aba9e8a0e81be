#include "service.h"

#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

#include "support.h"

namespace {

using namespace grpc::testing;
using grpc::ServerContext;
using grpc::Status;

void EchoMetadata(ServerContext* context) {
    for (const auto& [key, value] : context->client_metadata()) {
        if (key == kInitialKey) {
            context->AddInitialMetadata(kInitialKey, {value.data(), value.size()});
        } else if (key == kTrailingKey) {
            context->AddTrailingMetadata(kTrailingKey, {value.data(), value.size()});
        }
    }
}

Status Asked(const EchoStatus& status) {
    return status.code() == 0 ? Status::OK : Status(static_cast<grpc::StatusCode>(status.code()), status.message());
}

template <typename Request>
Status CheckCompressed(ServerContext* context, const Request& request) {
    return !request.has_expect_compressed() || request.expect_compressed().value() == WasCompressed(context->c_call())
        ? Status::OK
        : Status(grpc::StatusCode::INVALID_ARGUMENT, "The message did not come compressed as announced.");
}

template <typename Stream>
Status Respond(const StreamingOutputCallRequest& request, Stream* stream) {
    if (Status status = Asked(request.response_status()); !status.ok()) {
        return status;
    }
    for (const ResponseParameters& parameters : request.response_parameters()) {
        std::this_thread::sleep_for(std::chrono::microseconds(parameters.interval_us()));
        StreamingOutputCallResponse response;
        response.mutable_payload()->set_body(Zeros(parameters.size()));
        grpc::WriteOptions options;
        if (!parameters.compressed().value()) {
            options.set_no_compression();
        }
        stream->Write(response, options);
    }
    return Status::OK;
}

class Service final : public TestService::Service {
    Status EmptyCall(ServerContext* context, const Empty*, Empty*) override {
        EchoMetadata(context);
        return Status::OK;
    }

    Status UnaryCall(ServerContext* context, const SimpleRequest* request, SimpleResponse* response) override {
        EchoMetadata(context);
        if (Status status = CheckCompressed(context, *request); !status.ok()) {
            return status;
        }
        if (request->response_compressed().value()) {
            context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
        }
        response->mutable_payload()->set_body(Zeros(request->response_size()));
        return Asked(request->response_status());
    }

    Status StreamingInputCall(
        ServerContext* context, grpc::ServerReader<StreamingInputCallRequest>* reader, StreamingInputCallResponse* response) override {
        EchoMetadata(context);
        int size = 0;
        for (StreamingInputCallRequest request; reader->Read(&request);) {
            if (Status status = CheckCompressed(context, request); !status.ok()) {
                return status;
            }
            size += static_cast<int>(request.payload().body().size());
        }
        response->set_aggregated_payload_size(size);
        return Status::OK;
    }

    Status StreamingOutputCall(
        ServerContext* context, const StreamingOutputCallRequest* request, grpc::ServerWriter<StreamingOutputCallResponse>* writer) override {
        EchoMetadata(context);
        context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
        return Respond(*request, writer);
    }

    Status FullDuplexCall(
        ServerContext* context, grpc::ServerReaderWriter<StreamingOutputCallResponse, StreamingOutputCallRequest>* stream) override {
        EchoMetadata(context);
        for (StreamingOutputCallRequest request; stream->Read(&request);) {
            if (Status status = Respond(request, stream); !status.ok()) {
                return status;
            }
        }
        return Status::OK;
    }

    Status HalfDuplexCall(
        ServerContext* context, grpc::ServerReaderWriter<StreamingOutputCallResponse, StreamingOutputCallRequest>* stream) override {
        EchoMetadata(context);
        std::vector<StreamingOutputCallRequest> requests;
        for (StreamingOutputCallRequest request; stream->Read(&request);) {
            requests.push_back(request);
        }
        for (const StreamingOutputCallRequest& request : requests) {
            if (Status status = Respond(request, stream); !status.ok()) {
                return status;
            }
        }
        return Status::OK;
    }
};

}  // namespace

void Serve(int port) {
    Service service;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service);
    const auto server = builder.BuildAndStart();
    std::cout << "listening on 127.0.0.1:" << port << std::endl;
    server->Wait();
}
