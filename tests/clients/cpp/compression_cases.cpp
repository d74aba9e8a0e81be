#include "cases.h"

using namespace grpc::testing;

namespace {

SimpleRequest LargeRequest() {
    SimpleRequest request;
    request.set_response_size(314159);
    request.mutable_payload()->set_body(Zeros(271828));
    return request;
}

grpc::Status SendUnary(const Channel& channel, bool expect_compressed, bool compress) {
    SimpleRequest request = LargeRequest();
    request.mutable_expect_compressed()->set_value(expect_compressed);
    const auto context = Soon();
    context->set_compression_algorithm(compress ? GRPC_COMPRESS_GZIP : GRPC_COMPRESS_NONE);
    SimpleResponse response;
    return Stub(channel)->UnaryCall(context.get(), request, &response);
}

void ClientCompressedUnary(const Channel& channel) {
    ExpectCode(grpc::INVALID_ARGUMENT, SendUnary(channel, true, false));
    ExpectCode(grpc::OK, SendUnary(channel, true, true));
    ExpectCode(grpc::OK, SendUnary(channel, false, false));
}

StreamingInputCallRequest InputRequest(int size, bool expect_compressed) {
    StreamingInputCallRequest request;
    request.mutable_payload()->set_body(Zeros(size));
    request.mutable_expect_compressed()->set_value(expect_compressed);
    return request;
}

void ClientCompressedStreaming(const Channel& channel) {
    StreamingInputCallResponse response;
    const auto probe = Soon();
    const auto refused = Stub(channel)->StreamingInputCall(probe.get(), &response);
    refused->Write(InputRequest(27182, true));
    refused->WritesDone();
    ExpectCode(grpc::INVALID_ARGUMENT, refused->Finish());

    const auto context = Soon();
    context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
    const auto stream = Stub(channel)->StreamingInputCall(context.get(), &response);
    stream->Write(InputRequest(27182, true));
    stream->Write(InputRequest(45904, false), grpc::WriteOptions().set_no_compression());
    stream->WritesDone();
    ExpectCode(grpc::OK, stream->Finish());
    Expect(73086, response.aggregated_payload_size(), "the sum of sizes");
}

void ServerCompressedUnary(const Channel& channel) {
    for (bool compressed : {true, false}) {
        SimpleRequest request = LargeRequest();
        request.mutable_response_compressed()->set_value(compressed);
        const auto context = Soon();
        SimpleResponse response;
        ExpectCode(grpc::OK, Stub(channel)->UnaryCall(context.get(), request, &response));
        Expect(compressed, WasCompressed(context->c_call()), "the compressed flag");
        Expect(Zeros(314159), response.payload().body(), "the payload");
    }
}

void ServerCompressedStreaming(const Channel& channel) {
    const std::pair<int, bool> expected[] = {{31415, true}, {92653, false}};
    StreamingOutputCallRequest request;
    for (auto [size, compressed] : expected) {
        ResponseParameters* parameters = request.add_response_parameters();
        parameters->set_size(size);
        parameters->mutable_compressed()->set_value(compressed);
    }
    const auto context = Soon();
    const auto stream = Stub(channel)->StreamingOutputCall(context.get(), request);
    StreamingOutputCallResponse response;
    for (auto [size, compressed] : expected) {
        Expect(true, stream->Read(&response), "the response");
        Expect(Zeros(size), response.payload().body(), "the payload");
        Expect(compressed, WasCompressed(context->c_call()), "the compressed flag");
    }
    Expect(false, stream->Read(&response), "the end of responses");
    ExpectCode(grpc::OK, stream->Finish());
}

}  // namespace

Cases CompressionCases() {
    return {
        {"client_compressed_unary", ClientCompressedUnary},
        {"client_compressed_streaming", ClientCompressedStreaming},
        {"server_compressed_unary", ServerCompressedUnary},
        {"server_compressed_streaming", ServerCompressedStreaming},
    };
}
