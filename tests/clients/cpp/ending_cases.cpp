// Calls that are given up before their end.
#include <chrono>

#include "cases.h"

using namespace grpc::testing;

namespace {

void CancelAfterBegin(const Channel& channel) {
    const auto context = Soon();
    StreamingInputCallResponse response;
    const auto stream = Stub(channel)->StreamingInputCall(context.get(), &response);
    context->TryCancel();
    ExpectCode(grpc::CANCELLED, stream->Finish());
}

void CancelAfterFirstResponse(const Channel& channel) {
    const auto context = Soon();
    const auto stream = Stub(channel)->FullDuplexCall(context.get());
    StreamingOutputCallRequest request;
    request.mutable_payload()->set_body(Zeros(27182));
    request.add_response_parameters()->set_size(31415);
    stream->Write(request);
    StreamingOutputCallResponse response;
    Expect(true, stream->Read(&response), "the response");
    context->TryCancel();
    ExpectCode(grpc::CANCELLED, stream->Finish());
}

void TimeoutOnSleepingServer(const Channel& channel) {
    const auto context = Soon();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(1));
    const auto stream = Stub(channel)->FullDuplexCall(context.get());
    StreamingOutputCallRequest request;
    request.mutable_payload()->set_body(Zeros(27182));
    stream->Write(request);
    ExpectCode(grpc::DEADLINE_EXCEEDED, stream->Finish());
}

}  // namespace

Cases EndingCases() {
    return {
        {"cancel_after_begin", CancelAfterBegin},
        {"cancel_after_first_response", CancelAfterFirstResponse},
        {"timeout_on_sleeping_server", TimeoutOnSleepingServer},
    };
}
