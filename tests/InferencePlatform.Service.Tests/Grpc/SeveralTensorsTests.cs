using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>Models with several inputs and outputs, and which of the outputs a caller wants.</summary>
public sealed class SeveralTensorsTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    [Fact]
    public async Task Inputs_are_told_apart_by_name_not_by_order()
    {
        var answer = await models.Client.InferAsync(Requests.For("two_in_two_out").WithFloats("b", [1, 2], 1, 2).WithFloats("a", [1, 2], 10, 20));

        Assert.Equal(["sum", "diff"], answer.Outputs.Select(o => o.Name));
        Assert.Equal([11, 22], answer.Outputs[0].Contents.Fp32Contents);
        Assert.Equal([9, 18], answer.Outputs[1].Contents.Fp32Contents);
    }

    [Fact]
    public async Task Tensors_of_several_types_go_together()
    {
        var answer = await models.Client.InferAsync(Requests.For("mixed_types")
            .WithTyped("n", "INT32", [2], new InferTensorContents { IntContents = { -3, 4 } })
            .WithTyped("s", "BYTES", [1], new InferTensorContents { BytesContents = { Google.Protobuf.ByteString.CopyFromUtf8("ü") } })
            .WithTyped("f", "FP64", [1, 3], new InferTensorContents { Fp64Contents = { 1, 2, 3 } }));

        Assert.Equal(["n_out INT32", "s_out BYTES", "f_out FP64"], answer.Outputs.Select(o => $"{o.Name} {o.Datatype}"));
        Assert.Equal([-6, 8], answer.Outputs[0].Contents.IntContents);
        Assert.Equal("ü", Assert.Single(answer.Outputs[1].Contents.BytesContents).ToStringUtf8());
        Assert.Equal([2, 4, 6], answer.Outputs[2].Contents.Fp64Contents);
        Assert.Equal([1, 3], answer.Outputs[2].Shape);
    }

    [Fact]
    public async Task Raw_contents_that_lie_at_odd_addresses_are_read_right()
    {
        // Texts of every length put the doubles after them at every offset.
        for (var length = 0; length < 16; length++)
        {
            var text = Raw.Text(new string('t', length));
            var answer = await models.Client.InferAsync(Requests.For("mixed_types")
                .WithRaw("s", "BYTES", [1], text)
                .WithRaw("f", "FP64", [1, 3], Raw.Of(1.5, 2.5, 3.5))
                .WithRaw("n", "INT32", [1], Raw.Of(7)));

            Assert.Equal([14], Raw.To<int>(answer.RawOutputContents[0].Span));
            Assert.Equal(text, answer.RawOutputContents[1].ToByteArray());
            Assert.Equal([3, 5, 7], Raw.To<double>(answer.RawOutputContents[2].Span));
        }
    }

    [Theory]
    [InlineData("diff")]
    [InlineData("sum")]
    [InlineData("diff", "sum")]
    public async Task Outputs_come_in_the_order_asked_for(params string[] outputs)
    {
        var answer = await models.Client.InferAsync(TwoInTwoOut().WithOutputs(outputs));

        Assert.Equal(outputs, answer.Outputs.Select(o => o.Name));
        Assert.All(answer.Outputs, o => Assert.Equal(o.Name == "sum" ? 11 : 9, o.Contents.Fp32Contents[0]));
    }

    [Fact]
    public Task An_output_that_is_not_there_is_refused_by_name() => Refused.AssertAsync(
        models.Client.InferAsync(TwoInTwoOut().WithOutputs("sum", "product")),
        StatusCode.InvalidArgument, "'product'", "sum FP32 [-1,2]", "diff FP32 [-1,2]");

    [Fact]
    public Task An_output_asked_for_twice_is_refused_by_name() => Refused.AssertAsync(
        models.Client.InferAsync(TwoInTwoOut().WithOutputs("diff", "sum", "diff")),
        StatusCode.InvalidArgument, "'diff'", "more than once");

    private static ModelInferRequest TwoInTwoOut() =>
        Requests.For("two_in_two_out").WithFloats("a", [1, 2], 10, 20).WithFloats("b", [1, 2], 1, 2);
}
