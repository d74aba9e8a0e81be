"""The test service of grpc/grpc, doc/interop-test-descriptions.md."""

import time
from concurrent import futures

import grpc

from testproto import messages, services, zeros

INITIAL_KEY = "x-grpc-test-echo-initial"
TRAILING_KEY = "x-grpc-test-echo-trailing-bin"


def echo_metadata(context):
    metadata = dict(context.invocation_metadata())
    if INITIAL_KEY in metadata:
        context.send_initial_metadata(((INITIAL_KEY, metadata[INITIAL_KEY]),))
    if TRAILING_KEY in metadata:
        context.set_trailing_metadata(((TRAILING_KEY, metadata[TRAILING_KEY]),))


def echo_status(request, context):
    if request.response_status.code:
        code = next(c for c in grpc.StatusCode if c.value[0] == request.response_status.code)
        context.abort(code, request.response_status.message)


def respond(request, context):
    echo_status(request, context)
    for parameters in request.response_parameters:
        if parameters.interval_us:
            time.sleep(parameters.interval_us / 1e6)
        if not parameters.compressed.value:
            context.disable_next_message_compression()
        yield messages.StreamingOutputCallResponse(payload=zeros(parameters.size))


class TestService(services.TestServiceServicer):
    # Messages' compressed flag is not to be had in Python, so expect_compressed is not checked.

    def EmptyCall(self, request, context):
        echo_metadata(context)
        return request

    def UnaryCall(self, request, context):
        if request.response_compressed.value:
            context.set_compression(grpc.Compression.Gzip)
        echo_metadata(context)
        echo_status(request, context)
        return messages.SimpleResponse(payload=zeros(request.response_size))

    def StreamingInputCall(self, request_iterator, context):
        echo_metadata(context)
        size = sum(len(request.payload.body) for request in request_iterator)
        return messages.StreamingInputCallResponse(aggregated_payload_size=size)

    def StreamingOutputCall(self, request, context):
        context.set_compression(grpc.Compression.Gzip)
        echo_metadata(context)
        yield from respond(request, context)

    def FullDuplexCall(self, request_iterator, context):
        echo_metadata(context)
        for request in request_iterator:
            yield from respond(request, context)

    def HalfDuplexCall(self, request_iterator, context):
        echo_metadata(context)
        for request in list(request_iterator):
            yield from respond(request, context)


def serve(port):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    services.add_TestServiceServicer_to_server(TestService(), server)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    print(f"listening on 127.0.0.1:{port}", flush=True)
    server.wait_for_termination()
