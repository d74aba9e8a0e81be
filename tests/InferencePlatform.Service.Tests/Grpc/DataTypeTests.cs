using Google.Protobuf;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>Every datatype, in every way it may be sent, comes back as it went, bit by bit.</summary>
public sealed class DataTypeTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    public static TheoryData<string> All { get; } = [.. DataTypeSample.All];

    public static TheoryData<string> Typed { get; } = [.. DataTypeSample.WithTyped];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Raw_contents_come_back_as_they_went(string dataType)
    {
        var sample = DataTypeSample.Of(dataType);

        var answer = await models.Client.InferAsync(Requests.Raw(sample.Model, dataType, [2, 2], sample.Raw));

        Assert.Equal(sample.Raw, Assert.Single(answer.RawOutputContents).ToByteArray());
        AssertDescribed(answer, dataType);
        Assert.Null(answer.Outputs[0].Contents);
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Typed_contents_come_back_typed(string dataType)
    {
        var sample = DataTypeSample.Of(dataType);

        var answer = await models.Client.InferAsync(Requests.For(sample.Model).WithTyped("x", dataType, [2, 2], sample.Typed));

        AssertDescribed(answer, dataType);
        AssertTyped(sample, answer);
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Typed_contents_may_come_one_element_a_field(string dataType)
    {
        var sample = DataTypeSample.Of(dataType);
        var request = Requests.For(sample.Model).WithTyped("x", dataType, [2, 2], sample.Typed);
        var unpacked = Encodings.Unpacked(request);
        Assert.Equal(request, ModelInferRequest.Parser.ParseFrom(unpacked));

        AssertTyped(sample, await models.Client.SendAsync<ModelInferResponse>(InferenceClient.InferMethod, unpacked));
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task A_single_element_may_come_unpacked(string dataType)
    {
        var first = Encodings.First(DataTypeSample.Of(dataType).Typed!);
        var request = Requests.For(DataTypeSample.Of(dataType).Model).WithTyped("x", dataType, [1, 1], first);

        var answer = await models.Client.SendAsync<ModelInferResponse>(InferenceClient.InferMethod, Encodings.Unpacked(request));

        Assert.Equal(first.ToByteString(), Assert.Single(answer.Outputs).Contents.ToByteString());
    }

    [Theory]
    [InlineData("FP16")]
    [InlineData("BF16")]
    public Task Half_precision_must_be_raw(string dataType) => Refused.AssertAsync(
        models.Client.InferAsync(Requests.For(DataTypeSample.Of(dataType).Model)
            .WithTyped("x", dataType, [1, 1], new InferTensorContents { Fp32Contents = { 1 } })),
        StatusCode.InvalidArgument, "'x'", dataType, "raw_input_contents");

    private static void AssertDescribed(ModelInferResponse answer, string dataType)
    {
        var output = Assert.Single(answer.Outputs);
        Assert.Equal(("y", dataType), (output.Name, output.Datatype));
        Assert.Equal([2, 2], output.Shape);
    }

    private static void AssertTyped(DataTypeSample sample, ModelInferResponse answer)
    {
        Assert.Empty(answer.RawOutputContents);

        // By their bytes, for a NaN is no number's equal.
        Assert.Equal(sample.Typed!.ToByteString(), answer.Outputs[0].Contents.ToByteString());
    }
}
