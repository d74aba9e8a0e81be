using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Simple;

/// <summary>Doubles become the model's own type where they can, and are refused where they cannot.</summary>
public sealed class ConversionTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    private const double TwoTo63 = 9223372036854775808.0;

    private const double TwoTo64 = 18446744073709551616.0;

    [Theory]
    [InlineData("bool", 0.0, 1.0, -0.0)]
    [InlineData("uint8", 0.0, 255.0)]
    [InlineData("uint16", 0.0, 65535.0)]
    [InlineData("uint32", 0.0, 4294967295.0)]
    [InlineData("uint64", 0.0, TwoTo63, 18446744073709549568.0)]
    [InlineData("int8", -128.0, 127.0)]
    [InlineData("int16", -32768.0, 32767.0)]
    [InlineData("int32", -2147483648.0, 2147483647.0)]
    [InlineData("int64", -TwoTo63, 9223372036854774784.0)]
    [InlineData("fp16", 0.5, -65504.0, double.NaN, double.NegativeInfinity)]
    [InlineData("fp32", 0.5, -3.4028234663852886E+38, double.NaN, double.PositiveInfinity)]
    [InlineData("fp64", 0.1, double.MaxValue, double.Epsilon, double.NaN, double.NegativeInfinity)]
    public async Task Numbers_that_fit_come_back_the_same(string type, params double[] numbers) =>
        Assert.Equal(numbers, (await models.Client.PredictAsync($"identity_{type}", numbers)).Outputs);

    [Theory]
    [InlineData("fp32", 0.1, 0.10000000149011612)]
    [InlineData("fp32", 1e39, double.PositiveInfinity)]
    [InlineData("fp16", 0.1, 0.0999755859375)]
    [InlineData("fp16", 1e6, double.PositiveInfinity)]
    public async Task Floating_point_is_rounded(string type, double number, double rounded) =>
        Assert.Equal([rounded], (await models.Client.PredictAsync($"identity_{type}", number)).Outputs);

    [Theory]
    [InlineData("bool", 2.0, "0 or 1")]
    [InlineData("bool", double.NaN, "0 or 1")]
    [InlineData("uint8", 256.0, "0 to 255")]
    [InlineData("uint8", -1.0, "0 to 255")]
    [InlineData("uint8", 0.5, "0 to 255")]
    [InlineData("uint16", 65536.0, "0 to 65535")]
    [InlineData("uint32", 4294967296.0, "0 to 4294967295")]
    [InlineData("uint64", TwoTo64, "0 to 18446744073709551615")]
    [InlineData("uint64", -1.0, "0 to 18446744073709551615")]
    [InlineData("int8", 128.0, "-128 to 127")]
    [InlineData("int16", -32769.0, "-32768 to 32767")]
    [InlineData("int32", 2147483648.0, "-2147483648 to 2147483647")]
    [InlineData("int64", TwoTo63, "-9223372036854775808 to 9223372036854775807")]
    [InlineData("int64", double.NaN, "-9223372036854775808 to 9223372036854775807")]
    [InlineData("int64", double.PositiveInfinity, "-9223372036854775808 to 9223372036854775807")]
    public Task A_number_that_does_not_fit_is_refused_with_its_place(string type, double number, string range) => Refused.AssertAsync(
        models.Client.PredictAsync($"identity_{type}", 1, number), StatusCode.InvalidArgument, "'x'", type.ToUpperInvariant(), range, $"number 1 is {number}");

    [Fact]
    public Task A_model_of_bf16_is_refused_with_a_way_out() => Refused.AssertAsync(
        models.Client.PredictAsync("identity_bf16", 1), StatusCode.InvalidArgument, "x BF16 [-1,-1]", "ModelInfer");
}
