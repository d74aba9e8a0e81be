using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop;

/// <summary>The test service's methods on a channel.</summary>
internal sealed class TestServiceClient(GrpcChannel channel)
{
    public Task<Empty> EmptyCallAsync(string method = TestMethods.EmptyCall) =>
        channel.UnaryAsync(method, ProtobufCodec.For<Empty>(), ProtobufCodec.For<Empty>(), new Empty());

    public Task<UnaryResponse<SimpleResponse>> UnaryCallAsync(SimpleRequest request, CallOptions? options = null) =>
        channel.UnaryWithMetadataAsync(TestMethods.UnaryCall, ProtobufCodec.For<SimpleRequest>(), ProtobufCodec.For<SimpleResponse>(), request, options);

    public ClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> StreamingInputCall(CallOptions? options = null) =>
        channel.ClientStreaming(TestMethods.StreamingInputCall, ProtobufCodec.For<StreamingInputCallRequest>(), ProtobufCodec.For<StreamingInputCallResponse>(), options);

    public ServerStreamingCall<StreamingOutputCallResponse> StreamingOutputCall(StreamingOutputCallRequest request, CallOptions? options = null) =>
        channel.ServerStreaming(TestMethods.StreamingOutputCall, ProtobufCodec.For<StreamingOutputCallRequest>(), ProtobufCodec.For<StreamingOutputCallResponse>(), request, options);

    public DuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> FullDuplexCall(CallOptions? options = null) =>
        Duplex(TestMethods.FullDuplexCall, options);

    public DuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> HalfDuplexCall() =>
        Duplex(TestMethods.HalfDuplexCall, null);

    private DuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> Duplex(string method, CallOptions? options) =>
        channel.DuplexStreaming(method, ProtobufCodec.For<StreamingOutputCallRequest>(), ProtobufCodec.For<StreamingOutputCallResponse>(), options);
}
