#include "cases.h"

using namespace grpc::testing;

namespace {

void EmptyUnary(const Channel& channel) {
    Empty response;
    ExpectCode(grpc::OK, Stub(channel)->EmptyCall(Soon().get(), Empty(), &response));
}

SimpleRequest LargeRequest() {
    SimpleRequest request;
    request.set_response_size(314159);
    request.mutable_payload()->set_body(Zeros(271828));
    return request;
}

void LargeUnary(const Channel& channel) {
    SimpleResponse response;
    ExpectCode(grpc::OK, Stub(channel)->UnaryCall(Soon().get(), LargeRequest(), &response));
    Expect(Zeros(314159), response.payload().body(), "the payload");
}

void AddMetadata(grpc::ClientContext* context) {
    context->AddMetadata(kInitialKey, "test_initial_metadata_value");
    context->AddMetadata(kTrailingKey, "\xab\xab\xab");
}

void ExpectEchoed(const grpc::ClientContext& context) {
    const auto initial = context.GetServerInitialMetadata().find(kInitialKey);
    Expect(true, initial != context.GetServerInitialMetadata().end() && initial->second == "test_initial_metadata_value", "the initial metadata");
    const auto trailing = context.GetServerTrailingMetadata().find(kTrailingKey);
    Expect(true, trailing != context.GetServerTrailingMetadata().end() && trailing->second == "\xab\xab\xab", "the trailing metadata");
}

void CustomMetadata(const Channel& channel) {
    const auto unary = Soon();
    AddMetadata(unary.get());
    SimpleResponse response;
    ExpectCode(grpc::OK, Stub(channel)->UnaryCall(unary.get(), LargeRequest(), &response));
    ExpectEchoed(*unary);

    const auto duplex = Soon();
    AddMetadata(duplex.get());
    const auto stream = Stub(channel)->FullDuplexCall(duplex.get());
    StreamingOutputCallRequest request;
    request.add_response_parameters()->set_size(314159);
    stream->Write(request);
    stream->WritesDone();
    StreamingOutputCallResponse streamed;
    Expect(true, stream->Read(&streamed), "the response");
    Expect(false, stream->Read(&streamed), "the end of responses");
    ExpectCode(grpc::OK, stream->Finish());
    ExpectEchoed(*duplex);
}

void ExpectStatus(const Channel& channel, const std::string& message) {
    SimpleRequest request;
    request.mutable_response_status()->set_code(grpc::UNKNOWN);
    request.mutable_response_status()->set_message(message);
    SimpleResponse response;
    const grpc::Status status = Stub(channel)->UnaryCall(Soon().get(), request, &response);
    ExpectCode(grpc::UNKNOWN, status);
    Expect(message, status.error_message(), "the message");
}

void StatusCodeAndMessage(const Channel& channel) {
    const std::string message = "test status message";
    ExpectStatus(channel, message);

    const auto context = Soon();
    const auto stream = Stub(channel)->FullDuplexCall(context.get());
    StreamingOutputCallRequest request;
    request.mutable_response_status()->set_code(grpc::UNKNOWN);
    request.mutable_response_status()->set_message(message);
    stream->Write(request);
    stream->WritesDone();
    StreamingOutputCallResponse response;
    Expect(false, stream->Read(&response), "the end of responses");
    const grpc::Status status = stream->Finish();
    ExpectCode(grpc::UNKNOWN, status);
    Expect(message, status.error_message(), "the message");
}

void SpecialStatusMessage(const Channel& channel) {
    ExpectStatus(channel, "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n");
}

void UnimplementedMethod(const Channel& channel) {
    Empty response;
    ExpectCode(grpc::UNIMPLEMENTED, Stub(channel)->UnimplementedCall(Soon().get(), Empty(), &response));
}

void UnimplementedOfService(const Channel& channel) {
    Empty response;
    ExpectCode(grpc::UNIMPLEMENTED, UnimplementedService::NewStub(channel)->UnimplementedCall(Soon().get(), Empty(), &response));
}

}  // namespace

Cases UnaryCases() {
    return {
        {"empty_unary", EmptyUnary},
        {"large_unary", LargeUnary},
        {"custom_metadata", CustomMetadata},
        {"status_code_and_message", StatusCodeAndMessage},
        {"special_status_message", SpecialStatusMessage},
        {"unimplemented_method", UnimplementedMethod},
        {"unimplemented_service", UnimplementedOfService},
    };
}
