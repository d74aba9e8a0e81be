using Google.Protobuf;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;
using InferencePlatform.Service.Tests.Scheduling;

namespace InferencePlatform.Service.Tests.Inference;

/// <summary>A small message may hold large tensors; what they take is bounded too.</summary>
public sealed class DecodedMemoryTests
{
    private const string InFlight = "inference_bytes_in_flight";

    private const int Mebibyte = 1 << 20;

    [Theory]
    [InlineData("typed integers of one byte each", "identity_int64")]
    [InlineData("typed empty texts", "identity_bytes")]
    [InlineData("raw empty texts", "identity_bytes")]
    public async Task What_a_request_takes_once_decoded_counts_as_in_flight(string what, string model)
    {
        await using var server = await StartAsync();
        using var client = InferenceClient.To(server);
        using var metrics = new Watched(server);

        await Refused.AssertAsync(client.InferAsync(Make(what, 300_000)), StatusCode.ResourceExhausted, $"{2 * Mebibyte} bytes allowed in flight", "send less at once");

        var answer = await client.InferAsync(Make(what, 10_000));
        Assert.Equal(model, answer.ModelName);
        await metrics.UntilAsync(InFlight, 0);
    }

    [Fact]
    public async Task What_a_simple_request_takes_once_converted_is_given_back()
    {
        await using var server = await StartAsync();
        using var client = InferenceClient.To(server);
        using var metrics = new Watched(server);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(100_000, (await client.PredictAsync("identity_fp32", new double[100_000])).Outputs.Count);
        }

        await metrics.UntilAsync(InFlight, 0);
    }

    private static ModelInferRequest Make(string what, int count) => what switch
    {
        "typed integers of one byte each" => Requests.For("identity_int64")
            .WithTyped("x", "INT64", [1, count], new InferTensorContents { Int64Contents = { Enumerable.Repeat(1L, count) } }),
        "typed empty texts" => Requests.For("identity_bytes")
            .WithTyped("x", "BYTES", [1, count], new InferTensorContents { BytesContents = { Enumerable.Repeat(ByteString.Empty, count) } }),
        _ => Requests.Raw("identity_bytes", "BYTES", [1, count], new byte[4 * count]),
    };

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(configure: o => o with { MaxMessageSize = 2 * Mebibyte, MaxBytesInFlight = 2 * Mebibyte });
        server.Errors.Take();
        return server;
    }
}
