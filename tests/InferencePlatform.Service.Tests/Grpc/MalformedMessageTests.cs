using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;
using Model;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>Bytes that are no protobuf end the call, not the connection.</summary>
public sealed class MalformedMessageTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    public static TheoryData<string, string> Messages { get; } = new()
    {
        { "a tag that is cut off", "FF" },
        { "a field number of zero", "0000" },
        { "a length beyond the end", "0AFF01" },
        { "a text that is cut off", "0A0548" },
        { "a number longer than ten bytes", "20FFFFFFFFFFFFFFFFFFFF01" },
        { "a wire type that there is not", "0F" },
        { "the end of a group that never began", "0C" },
        { "a group that never ends", "A301" },
        { "a group that ends as another", "A301AC01" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task A_malformed_request_is_refused_and_the_connection_lives_on(string what, string hex)
    {
        var connections = 0;
        using var handler = Connections.Counting(() => connections++);
        using var client = InferenceClient.To(models.Server, new GrpcChannelOptions { Handler = handler });

        await Refused.AssertAsync(client.SendAsync<ModelInferResponse>(InferenceClient.InferMethod, Convert.FromHexString(hex)), StatusCode.Internal, "not valid protobuf");
        await Refused.AssertAsync(client.SendAsync<PredictResponse>(InferenceClient.PredictMethod, Convert.FromHexString(hex)), StatusCode.Internal, "not valid protobuf");

        var answer = await client.InferAsync(Requests.For("scalar_in").WithFloats("x", [], 1));
        Assert.Equal([2], answer.Outputs[0].Contents.Fp32Contents);
        Assert.True(connections == 1, $"After {what} the client had to connect again.");
        models.Server.Errors.AssertNone();
    }

    [Theory]
    [InlineData("packed doubles that are cut off", "0A0178120700000000000000")]
    [InlineData("packed doubles cut off in two halves", "0A01781204000000001204000000F0")]
    public Task A_simple_request_with_half_a_number_is_refused(string what, string hex) => Refused.AssertAsync(
        models.Client.SendAsync<PredictResponse>(InferenceClient.PredictMethod, Convert.FromHexString(hex)), StatusCode.Internal, what[..14]);

    [Fact]
    public Task An_input_that_is_cut_off_inside_is_refused() => Refused.AssertAsync(
        models.Client.SendAsync<ModelInferResponse>(InferenceClient.InferMethod, [5 << 3 | 2, 2, 1 << 3 | 2, 5]), StatusCode.Internal, "a field is cut off");

    [Fact]
    public async Task Packed_floats_that_are_cut_off_are_refused()
    {
        // Contents with three bytes of fp32_contents.
        var request = Requests.For("scalar_in").WithTyped("x", "FP32", [], null);
        var input = Encodings.Unpacked(request.Inputs[0]);
        byte[] cutOff = [.. input, 5 << 3 | 2, 5, 6 << 3 | 2, 3, 0, 0, 0];

        await Refused.AssertAsync(
            models.Client.SendAsync<ModelInferResponse>(InferenceClient.InferMethod, [10, 9, .. "scalar_in"u8, 5 << 3 | 2, (byte)cutOff.Length, .. cutOff]),
            StatusCode.Internal, "packed numbers are cut off");
    }
}
