using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using Model;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Calls of the model server by the generated messages, over one channel.</summary>
internal sealed class InferenceClient(GrpcChannel channel) : IDisposable
{
    public const string InferMethod = "inference.GRPCInferenceService/ModelInfer";
    public const string PredictMethod = "model.ModelInference/Predict";

    /// <summary>Time after which a call that should have been answered fails the test.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public GrpcChannel Channel => channel;

    public static CallOptions Patient => new() { Timeout = Patience, CancellationToken = TestContext.Current.CancellationToken };

    public static InferenceClient To(TestServer server, GrpcChannelOptions? options = null) =>
        new(new GrpcChannel(server.GrpcAddress, options));

    public Task<ModelInferResponse> InferAsync(ModelInferRequest request, CallOptions? options = null) =>
        CallAsync<ModelInferRequest, ModelInferResponse>(InferMethod, request, options);

    public Task<PredictResponse> PredictAsync(string model, params double[] inputs) =>
        CallAsync<PredictRequest, PredictResponse>(PredictMethod, new PredictRequest { ModelId = model, Inputs = { inputs } });

    public Task<TResponse> CallAsync<TRequest, TResponse>(string method, TRequest request, CallOptions? options = null)
        where TRequest : Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : Google.Protobuf.IMessage<TResponse>, new() =>
        channel.UnaryAsync(method, ProtobufCodec.For<TRequest>(), ProtobufCodec.For<TResponse>(), request, options ?? Patient);

    /// <summary>Sends bytes as they are, whether or not they are a message.</summary>
    public Task<TResponse> SendAsync<TResponse>(string method, byte[] request)
        where TResponse : Google.Protobuf.IMessage<TResponse>, new() =>
        channel.UnaryAsync(method, BytesCodec.Instance, ProtobufCodec.For<TResponse>(), request, Patient);

    public void Dispose() => channel.Dispose();
}
