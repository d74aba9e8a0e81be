using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;
using static Inference.ModelMetadataResponse.Types;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>A model's signature as clients read it before they call.</summary>
public sealed class ModelMetadataTests(SampleModels samples, IrisVersions iris) : IClassFixture<SampleModels>, IClassFixture<IrisVersions>
{
    [Fact]
    public async Task Digits_is_described()
    {
        var digits = await ReadAsync(samples, "digits", "");

        Assert.Equal("digits", digits.Name);
        Assert.Equal(["1"], digits.Versions);
        Assert.Equal("onnxruntime_onnx", digits.Platform);
        Assert.Equal([Tensor("image", "FP32", -1, 64)], digits.Inputs);
        Assert.Equal([Tensor("label", "INT64", -1), Tensor("probabilities", "FP32", -1, 10)], digits.Outputs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Iris_is_described_with_both_its_versions(string version)
    {
        var described = await ReadAsync(iris, "iris", version);

        Assert.Equal(["1", "2"], described.Versions);
        Assert.Equal([Tensor("features", "FP32", -1, 4)], described.Inputs);
        Assert.Equal([Tensor("label", "BYTES", -1), Tensor("probabilities", "FP32", -1, 3)], described.Outputs);
    }

    [Fact]
    public async Task A_model_or_version_that_is_not_there_is_named()
    {
        await Refused.AssertAsync(ReadAsync(samples, "nope", ""), StatusCode.NotFound, "'nope'", "digits");
        await Refused.AssertAsync(ReadAsync(iris, "iris", "3"), StatusCode.NotFound, "'3'", "1 (Ready)", "2 (Ready)");
    }

    private static Task<ModelMetadataResponse> ReadAsync(ServedModels models, string name, string version) =>
        models.Client.CallAsync<ModelMetadataRequest, ModelMetadataResponse>(
            "inference.GRPCInferenceService/ModelMetadata", new() { Name = name, Version = version });

    private static TensorMetadata Tensor(string name, string dataType, params long[] shape) =>
        new() { Name = name, Datatype = dataType, Shape = { shape } };
}
