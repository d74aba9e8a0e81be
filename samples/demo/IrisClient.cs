using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;

namespace InferencePlatform.Demo;

/// <summary>Asks for a species by the Open Inference Protocol: named tensors with types and shapes.</summary>
internal sealed class IrisClient(GrpcChannel channel)
{
    public const string Method = "inference.GRPCInferenceService/ModelInfer";

    public async Task<string> PredictAsync(double[] features)
    {
        var input = new ModelInferRequest.Types.InferInputTensor
        {
            Name = "features",
            Datatype = "FP32",
            Shape = { 1, features.Length },
            Contents = new InferTensorContents { Fp32Contents = { features.Select(f => (float)f) } },
        };
        var request = new ModelInferRequest
        {
            ModelName = "iris",
            Inputs = { input },
            Outputs = { new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "label" } },
        };
        var response = await channel.UnaryAsync(Method, ProtobufCodec.For<ModelInferRequest>(), ProtobufCodec.For<ModelInferResponse>(), request);
        return response.Outputs[0].Contents.BytesContents[0].ToStringUtf8();
    }
}
