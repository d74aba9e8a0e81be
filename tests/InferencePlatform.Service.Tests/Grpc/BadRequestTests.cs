using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>Every wrong request is refused with the right code and in words that help, and does no harm.</summary>
public sealed class BadRequestTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    public static TheoryData<string> Table { get; } = [.. BadRequests.Table.Keys];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_bad_request_is_refused_in_words_that_help(string what)
    {
        var bad = BadRequests.Table[what];

        var refusal = await Refused.AssertAsync(models.Client.InferAsync(bad.Request), bad.Code, bad.Words);

        // Nothing of ONNX Runtime's own sources.
        Assert.DoesNotMatch(@"\.(cc|h):\d+|onnxruntime::|/onnxruntime", refusal.Status.Detail);
        models.Server.Errors.AssertNone();
        await AssertServesAsync();
    }

    /// <summary>The same server goes on giving right answers.</summary>
    private async Task AssertServesAsync()
    {
        var raw = await models.Client.InferAsync(Requests.Raw("identity_fp32", "FP32", [1, 2], Raw.Of(1f, 2)));
        var typed = await models.Client.InferAsync(Requests.For("two_in_two_out").WithFloats("b", [1, 2], 1, 2).WithFloats("a", [1, 2], 5, 6));

        Assert.Equal([1f, 2], Raw.To<float>(raw.RawOutputContents[0].Span));
        Assert.Equal([6f, 8], typed.Outputs[0].Contents.Fp32Contents);
    }
}
