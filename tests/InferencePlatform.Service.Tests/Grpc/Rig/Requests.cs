using Google.Protobuf;
using Inference;
using static Inference.ModelInferRequest.Types;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Requests put together input by input.</summary>
internal static class Requests
{
    public static ModelInferRequest For(string model, string version = "") => new() { ModelName = model, ModelVersion = version };

    /// <summary>A request whose one input <c>x</c> is raw.</summary>
    public static ModelInferRequest Raw(string model, string dataType, long[] shape, byte[] data) =>
        For(model).WithRaw("x", dataType, shape, data);

    public static ModelInferRequest WithRaw(this ModelInferRequest request, string name, string dataType, long[] shape, byte[] data)
    {
        request.WithTyped(name, dataType, shape, null);
        request.RawInputContents.Add(UnsafeByteOperations.UnsafeWrap(data));
        return request;
    }

    public static ModelInferRequest WithTyped(this ModelInferRequest request, string name, string dataType, long[] shape, InferTensorContents? contents)
    {
        request.Inputs.Add(new InferInputTensor { Name = name, Datatype = dataType, Shape = { shape }, Contents = contents });
        return request;
    }

    public static ModelInferRequest WithFloats(this ModelInferRequest request, string name, long[] shape, params float[] data) =>
        request.WithTyped(name, "FP32", shape, new InferTensorContents { Fp32Contents = { data } });

    public static ModelInferRequest WithOutputs(this ModelInferRequest request, params string[] names)
    {
        request.Outputs.AddRange(names.Select(n => new InferRequestedOutputTensor { Name = n }));
        return request;
    }

    /// <summary>The model that runs as long as told.</summary>
    public static ModelInferRequest Slow(long iterations) => For("slow")
        .WithFloats("x", [1], 3)
        .WithTyped("iterations", "INT64", [1], new InferTensorContents { Int64Contents = { iterations } });
}
