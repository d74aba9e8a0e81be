#include <vector>

#include "cases.h"

using namespace grpc::testing;

namespace {

const std::vector<int> kRequestSizes = {27182, 8, 1828, 45904};
const std::vector<int> kResponseSizes = {31415, 9, 2653, 58979};

StreamingOutputCallRequest Request(int request_size, int response_size) {
    StreamingOutputCallRequest request;
    request.mutable_payload()->set_body(Zeros(request_size));
    request.add_response_parameters()->set_size(response_size);
    return request;
}

template <typename Stream>
void ExpectSizes(Stream* stream) {
    std::vector<int> sizes;
    for (StreamingOutputCallResponse response; stream->Read(&response);) {
        sizes.push_back(static_cast<int>(response.payload().body().size()));
    }
    ExpectCode(grpc::OK, stream->Finish());
    Expect(kResponseSizes, sizes, "the list of sizes");
}

void ClientStreaming(const Channel& channel) {
    const auto context = Soon();
    StreamingInputCallResponse response;
    const auto stream = Stub(channel)->StreamingInputCall(context.get(), &response);
    for (int size : kRequestSizes) {
        StreamingInputCallRequest request;
        request.mutable_payload()->set_body(Zeros(size));
        stream->Write(request);
    }
    stream->WritesDone();
    ExpectCode(grpc::OK, stream->Finish());
    Expect(74922, response.aggregated_payload_size(), "the sum of sizes");
}

void ServerStreaming(const Channel& channel) {
    StreamingOutputCallRequest request;
    for (int size : kResponseSizes) {
        request.add_response_parameters()->set_size(size);
    }
    const auto context = Soon();
    ExpectSizes(Stub(channel)->StreamingOutputCall(context.get(), request).get());
}

void PingPong(const Channel& channel) {
    const auto context = Soon();
    const auto stream = Stub(channel)->FullDuplexCall(context.get());
    StreamingOutputCallResponse response;
    for (size_t i = 0; i < kRequestSizes.size(); i++) {
        stream->Write(Request(kRequestSizes[i], kResponseSizes[i]));
        Expect(true, stream->Read(&response), "the response");
        Expect(Zeros(kResponseSizes[i]), response.payload().body(), "the payload");
    }
    stream->WritesDone();
    Expect(false, stream->Read(&response), "the end of responses");
    ExpectCode(grpc::OK, stream->Finish());
}

void HalfDuplex(const Channel& channel) {
    const auto context = Soon();
    const auto stream = Stub(channel)->HalfDuplexCall(context.get());
    for (size_t i = 0; i < kRequestSizes.size(); i++) {
        stream->Write(Request(kRequestSizes[i], kResponseSizes[i]));
    }
    stream->WritesDone();
    ExpectSizes(stream.get());
}

void EmptyStream(const Channel& channel) {
    const auto context = Soon();
    const auto stream = Stub(channel)->FullDuplexCall(context.get());
    stream->WritesDone();
    StreamingOutputCallResponse response;
    Expect(false, stream->Read(&response), "the end of responses");
    ExpectCode(grpc::OK, stream->Finish());
}

}  // namespace

Cases StreamingCases() {
    return {
        {"client_streaming", ClientStreaming}, {"server_streaming", ServerStreaming}, {"ping_pong", PingPong},
        {"half_duplex", HalfDuplex},           {"empty_stream", EmptyStream},
    };
}
