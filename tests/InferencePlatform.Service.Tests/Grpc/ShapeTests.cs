using Inference;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>Shapes out of the ordinary: scalars, nothing at all, lengths that only the run tells.</summary>
public sealed class ShapeTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    public static TheoryData<string> All { get; } = [.. DataTypeSample.All];

    public static TheoryData<string> Typed { get; } = [.. DataTypeSample.WithTyped];

    [Fact]
    public async Task A_scalar_has_no_dimensions()
    {
        var typed = await models.Client.InferAsync(Requests.For("scalar_in").WithFloats("x", [], 21));
        var raw = await models.Client.InferAsync(Requests.Raw("scalar_in", "FP32", [], Raw.Of(21f)));

        Assert.Empty(typed.Outputs[0].Shape);
        Assert.Equal([42], typed.Outputs[0].Contents.Fp32Contents);
        Assert.Empty(raw.Outputs[0].Shape);
        Assert.Equal([42], Raw.To<float>(raw.RawOutputContents[0].Span));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_raw_tensor_may_be_empty(string dataType)
    {
        foreach (var shape in (long[][])[[0, 3], [3, 0], [0, 0]])
        {
            var answer = await models.Client.InferAsync(Requests.Raw(DataTypeSample.Of(dataType).Model, dataType, shape, []));

            Assert.Equal(shape, Assert.Single(answer.Outputs).Shape);
            Assert.Empty(Assert.Single(answer.RawOutputContents));
        }
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task A_typed_tensor_may_be_empty(string dataType)
    {
        foreach (var contents in (InferTensorContents?[])[null, new InferTensorContents()])
        {
            var answer = await models.Client.InferAsync(
                Requests.For(DataTypeSample.Of(dataType).Model).WithTyped("x", dataType, [0, 3], contents));

            Assert.Equal([0, 3], Assert.Single(answer.Outputs).Shape);
            Assert.Empty(answer.RawOutputContents);
        }
    }

    [Fact]
    public async Task An_empty_batch_has_an_empty_answer()
    {
        var answer = await models.Client.InferAsync(Requests.For("two_in_two_out").WithFloats("a", [0, 2]).WithFloats("b", [0, 2]));

        Assert.All(answer.Outputs, o => Assert.Equal([0, 2], o.Shape));
    }

    [Theory]
    [InlineData(-1f, 5f, 0f, 7f)]
    [InlineData(-1f, -2f)]
    public async Task An_outputs_length_may_depend_on_values_and_be_nothing(params float[] x)
    {
        var positive = x.Where(v => v > 0).ToArray();

        var typed = await models.Client.InferAsync(Requests.For("dyn_out").WithFloats("x", [x.Length], x));
        var raw = await models.Client.InferAsync(Requests.Raw("dyn_out", "FP32", [x.Length], Raw.Of(x)));

        Assert.Equal([positive.Length], typed.Outputs[0].Shape);
        Assert.Equal(positive, typed.Outputs[0].Contents.Fp32Contents);
        Assert.Equal([positive.Length], raw.Outputs[0].Shape);
        Assert.Equal(positive, Raw.To<float>(raw.RawOutputContents[0].Span));
    }

    [Fact]
    public async Task Weights_in_a_file_of_their_own_are_used()
    {
        var x = Enumerable.Range(0, 128).Select(i => (float)i).ToArray();

        var answer = await models.Client.InferAsync(Requests.For("external_data").WithFloats("x", [2, 64], x));

        Assert.Equal([.. x[..64].Reverse(), .. x[64..].Reverse()], answer.Outputs[0].Contents.Fp32Contents);
    }

    [Fact]
    public async Task A_weight_that_is_an_input_too_may_be_left_out() => Assert.Equal(
        [2, 4], (await models.Client.InferAsync(Requests.For("weight_as_input").WithFloats("x", [2], 1, 2))).Outputs[0].Contents.Fp32Contents);
}
