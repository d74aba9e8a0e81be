"""The test cases of grpc/grpc, doc/interop-test-descriptions.md, at the client."""

import queue

import grpc

from testproto import messages, services, zeros

REQUEST_SIZES = [27182, 8, 1828, 45904]
RESPONSE_SIZES = [31415, 9, 2653, 58979]
SPECIAL_MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
# Nothing here takes long: a call that does hangs, and is reported as late.
LATE = 20


def expect(expected, actual, what):
    if expected != actual:
        raise AssertionError(f"{what} is {actual!r} and should be {expected!r}")


def expect_failure(code, call):
    try:
        call()
    except grpc.RpcError as error:
        expect(code, error.code(), f"the status ({error.details()})")
        return error
    raise AssertionError(f"the call ended OK and should have ended with {code}")


def large_request(**fields):
    return messages.SimpleRequest(response_size=314159, payload=zeros(271828), **fields)


def output_request(request_size, *response_sizes):
    parameters = [messages.ResponseParameters(size=size) for size in response_sizes]
    return messages.StreamingOutputCallRequest(payload=zeros(request_size), response_parameters=parameters)


def expect_sizes(responses):
    expect(RESPONSE_SIZES, [len(response.payload.body) for response in responses], "the list of sizes")


def empty_unary(stub):
    expect(messages.Empty(), stub.EmptyCall(messages.Empty(), timeout=LATE), "the response")


def large_unary(stub):
    expect(zeros(314159), stub.UnaryCall(large_request(), timeout=LATE).payload, "the payload")


def client_streaming(stub):
    requests = (messages.StreamingInputCallRequest(payload=zeros(size)) for size in REQUEST_SIZES)
    expect(74922, stub.StreamingInputCall(requests, timeout=LATE).aggregated_payload_size, "the sum of sizes")


def server_streaming(stub):
    expect_sizes(stub.StreamingOutputCall(output_request(0, *RESPONSE_SIZES), timeout=LATE))


def ping_pong(stub):
    requests = queue.Queue()
    responses = stub.FullDuplexCall(iter(requests.get, None), timeout=LATE)
    for request_size, response_size in zip(REQUEST_SIZES, RESPONSE_SIZES):
        requests.put(output_request(request_size, response_size))
        expect(zeros(response_size), next(responses).payload, "the payload")
    requests.put(None)
    expect([], list(responses), "the rest")


def half_duplex(stub):
    requests = (output_request(*sizes) for sizes in zip(REQUEST_SIZES, RESPONSE_SIZES))
    expect_sizes(stub.HalfDuplexCall(requests, timeout=LATE))


def empty_stream(stub):
    expect([], list(stub.FullDuplexCall(iter(()), timeout=LATE)), "the responses")


def custom_metadata(stub):
    initial = ("x-grpc-test-echo-initial", "test_initial_metadata_value")
    trailing = ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab")

    def check(call):
        expect(True, initial in call.initial_metadata(), "that the initial metadata came back")
        expect(True, trailing in call.trailing_metadata(), "that the trailing metadata came back")

    _, call = stub.UnaryCall.with_call(large_request(), metadata=(initial, trailing), timeout=LATE)
    check(call)
    call = stub.FullDuplexCall(iter([output_request(271828, 314159)]), metadata=(initial, trailing), timeout=LATE)
    expect(1, len(list(call)), "the number of responses")
    check(call)


def status_code_and_message(stub):
    status = messages.EchoStatus(code=2, message="test status message")
    request = messages.StreamingOutputCallRequest(response_status=status)
    unary = expect_failure(
        grpc.StatusCode.UNKNOWN, lambda: stub.UnaryCall(messages.SimpleRequest(response_status=status), timeout=LATE)
    )
    duplex = expect_failure(grpc.StatusCode.UNKNOWN, lambda: list(stub.FullDuplexCall(iter([request]), timeout=LATE)))
    expect([status.message] * 2, [unary.details(), duplex.details()], "the messages")


def special_status_message(stub):
    request = messages.SimpleRequest(response_status=messages.EchoStatus(code=2, message=SPECIAL_MESSAGE))
    error = expect_failure(grpc.StatusCode.UNKNOWN, lambda: stub.UnaryCall(request, timeout=LATE))
    expect(SPECIAL_MESSAGE, error.details(), "the message")


def unimplemented_method(stub):
    expect_failure(grpc.StatusCode.UNIMPLEMENTED, lambda: stub.UnimplementedCall(messages.Empty(), timeout=LATE))


def cancel_after_begin(stub):
    requests = queue.Queue()
    call = stub.StreamingInputCall.future(iter(requests.get, None), timeout=LATE)
    call.cancel()
    requests.put(None)
    expect(grpc.StatusCode.CANCELLED, call.code(), "the status")


def cancel_after_first_response(stub):
    requests = queue.Queue()
    call = stub.FullDuplexCall(iter(requests.get, None), timeout=LATE)
    requests.put(output_request(27182, 31415))
    next(call)
    call.cancel()
    expect_failure(grpc.StatusCode.CANCELLED, lambda: next(call))
    requests.put(None)


def timeout_on_sleeping_server(stub):
    requests = queue.Queue()
    requests.put(output_request(27182))
    call = stub.FullDuplexCall(iter(requests.get, None), timeout=0.001)
    expect_failure(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(call))
    requests.put(None)


def client_compressed_unary(stub):
    compressed = large_request(expect_compressed=messages.BoolValue(value=True))
    plain = large_request(expect_compressed=messages.BoolValue(value=False))
    expect_failure(grpc.StatusCode.INVALID_ARGUMENT, lambda: stub.UnaryCall(compressed, timeout=LATE))
    for request, compression in ((compressed, grpc.Compression.Gzip), (plain, grpc.Compression.NoCompression)):
        response = stub.UnaryCall(request, compression=compression, timeout=LATE)
        expect(zeros(314159), response.payload, "the payload")


def client_compressed_streaming(stub):
    # Python compresses all messages of a call or none, so there are two calls where the description has one.
    def request(size, compressed):
        expected = messages.BoolValue(value=compressed)
        return messages.StreamingInputCallRequest(payload=zeros(size), expect_compressed=expected)

    expect_failure(
        grpc.StatusCode.INVALID_ARGUMENT, lambda: stub.StreamingInputCall(iter([request(27182, True)]), timeout=LATE)
    )
    for size, compression in ((27182, grpc.Compression.Gzip), (45904, grpc.Compression.NoCompression)):
        requests = iter([request(size, compression is grpc.Compression.Gzip)])
        response = stub.StreamingInputCall(requests, compression=compression, timeout=LATE)
        expect(size, response.aggregated_payload_size, "the sum of sizes")


def server_compressed_unary(stub):
    for compressed in (True, False):
        response = stub.UnaryCall(large_request(response_compressed=messages.BoolValue(value=compressed)), timeout=LATE)
        expect(zeros(314159), response.payload, "the payload")


def server_compressed_streaming(stub):
    parameters = [
        messages.ResponseParameters(size=size, compressed=messages.BoolValue(value=compressed))
        for size, compressed in ((31415, True), (92653, False))
    ]
    request = messages.StreamingOutputCallRequest(response_parameters=parameters)
    sizes = [len(response.payload.body) for response in stub.StreamingOutputCall(request, timeout=LATE)]
    expect([31415, 92653], sizes, "the list of sizes")


def unimplemented_service(channel):
    stub = services.UnimplementedServiceStub(channel)
    expect_failure(grpc.StatusCode.UNIMPLEMENTED, lambda: stub.UnimplementedCall(messages.Empty(), timeout=LATE))


def run(name, address, credentials):
    """Runs one case, in clear where there are no credentials; true where it passed."""
    with grpc.secure_channel(address, credentials) if credentials else grpc.insecure_channel(address) as channel:
        try:
            if name == "unimplemented_service":
                unimplemented_service(channel)
            else:
                globals()[name](services.TestServiceStub(channel))
        except (AssertionError, grpc.RpcError) as error:
            print(f"{name}: {error!r}".replace("\n", " "), flush=True)
            return False
    print(f"{name}: OK", flush=True)
    return True
