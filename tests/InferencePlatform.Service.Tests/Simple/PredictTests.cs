using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;
using Model;

namespace InferencePlatform.Service.Tests.Simple;

/// <summary>The beginner's door: a name and some numbers in, numbers out.</summary>
public sealed class PredictTests(SimpleModels models) : IClassFixture<SimpleModels>
{
    [Fact]
    public async Task The_example_doubles_its_inputs() =>
        Assert.Equal([2, 4, 6], (await models.Client.PredictAsync("example_model", 1, 2, 3)).Outputs);

    [Fact]
    public async Task No_inputs_have_no_outputs() => Assert.Empty((await models.Client.PredictAsync("example_model")).Outputs);

    [Fact]
    public async Task Numbers_may_come_unpacked_and_in_pieces()
    {
        var request = new PredictRequest { ModelId = "example_model", Inputs = { Enumerable.Range(0, 50).Select(i => i + 0.5) } };
        var random = new Random(5);
        byte[][] encodings = [Encodings.Unpacked(request), .. Enumerable.Range(0, 20).Select(_ => new Scrambler(random).Encode(request))];
        foreach (var encoding in encodings)
        {
            Assert.Equal(request, PredictRequest.Parser.ParseFrom(Known(encoding)));
            var answer = await models.Client.SendAsync<PredictResponse>(InferenceClient.PredictMethod, encoding);
            Assert.Equal(request.Inputs.Select(i => i * 2), answer.Outputs);
        }
    }

    [Fact]
    public async Task A_hundred_thousand_numbers_come_back_in_order()
    {
        var inputs = Enumerable.Range(0, 100_000).Select(i => (double)i).ToArray();

        Assert.Equal(inputs.Select(i => i * 2), (await models.Client.PredictAsync("example_model", inputs)).Outputs);
    }

    [Theory]
    [InlineData("fixed_shape", 3)]
    [InlineData("named_dims", 5)]
    [InlineData("scalar_in", 1)]
    public async Task Models_of_other_shapes_take_a_flat_list(string model, int count)
    {
        var inputs = Enumerable.Range(1, count).Select(i => (double)i).ToArray();

        Assert.Equal(inputs.Select(i => i * 2), (await models.Client.PredictAsync(model, inputs)).Outputs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Digits_takes_one_row_or_several(int rows)
    {
        var answer = await models.Client.PredictAsync("digits", new double[rows * 64]);

        // The label of each row, then the probabilities of each.
        Assert.Equal(rows + (rows * 10), answer.Outputs.Count);
        Assert.Equal(rows, answer.Outputs.Skip(rows).Sum(), 0.001);
    }

    [Theory]
    [InlineData("digits", 65, "'image'", "multiple of 64", "[-1,64]", "65 came")]
    [InlineData("fixed_shape", 4, "'x'", "3 numbers", "[1,3]", "4 came")]
    [InlineData("scalar_in", 0, "'x'", "1 numbers", "[]", "0 came")]
    public Task A_length_that_does_not_fit_is_refused_with_what_would(string model, int count, params string[] words) =>
        Refused.AssertAsync(models.Client.PredictAsync(model, new double[count]), StatusCode.InvalidArgument, words);

    [Theory]
    [InlineData("two_in_two_out", "a FP32 [-1,2]; b FP32 [-1,2]")]
    [InlineData("mixed_types", "s BYTES [-1]")]
    [InlineData("identity_bytes", "x BYTES [-1,-1]")]
    [InlineData("slow", "iterations INT64 [1]")]
    public Task A_model_that_does_not_fit_is_refused_with_a_way_out(string model, string takes) => Refused.AssertAsync(
        models.Client.PredictAsync(model, 1), StatusCode.InvalidArgument, "one numeric input", takes, "GRPCInferenceService/ModelInfer");

    [Fact]
    public Task A_model_that_is_not_there_is_named_with_those_that_are() => Refused.AssertAsync(
        models.Client.PredictAsync("example", 1), StatusCode.NotFound, "'example'", "example_model", "digits");

    [Fact]
    public async Task Outputs_of_text_are_left_out() =>
        Assert.Equal(3, (await models.Client.PredictAsync("iris", 5.1, 3.5, 1.4, 0.2)).Outputs.Count);

    /// <summary>The message without unknown fields, which make it differ from one that never had any.</summary>
    private static byte[] Known(byte[] encoding) =>
        Google.Protobuf.MessageExtensions.ToByteArray(PredictRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(encoding));
}
