using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;
using Model;

namespace InferencePlatform.Service.Tests.Simple;

/// <summary>The streaming forms of Predict.</summary>
internal static class Streams
{
    private const string Service = "model.ModelInferenceStream/";

    private static readonly MessageCodec<PredictRequest> Requests = ProtobufCodec.For<PredictRequest>();

    private static readonly MessageCodec<PredictResponse> Responses = ProtobufCodec.For<PredictResponse>();

    public static ServerStreamingCall<PredictResponse> Server(InferenceClient client, PredictRequest request) =>
        client.Channel.ServerStreaming(Service + "PredictServerStream", Requests, Responses, request, InferenceClient.Patient);

    public static ClientStreamingCall<PredictRequest, PredictResponse> Client(InferenceClient client) =>
        client.Channel.ClientStreaming(Service + "PredictClientStream", Requests, Responses, InferenceClient.Patient);

    public static DuplexStreamingCall<PredictRequest, PredictResponse> Bidi(InferenceClient client) =>
        client.Channel.DuplexStreaming(Service + "PredictBidiStream", Requests, Responses, InferenceClient.Patient);
}
