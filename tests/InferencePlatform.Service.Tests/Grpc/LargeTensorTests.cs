using Google.Protobuf;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

public sealed class LargeTensorTests
{
    private const int Mebibyte = 1 << 20;

    [Fact]
    public async Task A_million_elements_come_back_as_they_went_raw_and_typed()
    {
        await using var server = await StartAsync(64 * Mebibyte);
        using var client = InferenceClient.To(server, Receiving(64 * Mebibyte));
        var numbers = Enumerable.Range(0, 1_000_000).Select(i => i * 0.5f).ToArray();

        var raw = await client.InferAsync(Requests.Raw("identity_fp32", "FP32", [1000, 1000], Raw.Of(numbers)));
        var typed = await client.InferAsync(Requests.For("identity_fp32").WithFloats("x", [1000, 1000], numbers));

        Assert.True(Raw.Of(numbers).AsSpan().SequenceEqual(raw.RawOutputContents[0].Span));
        Assert.Equal(numbers, typed.Outputs[0].Contents.Fp32Contents);
    }

    [Fact]
    public async Task A_million_integers_may_be_typed()
    {
        await using var server = await StartAsync(64 * Mebibyte);
        using var client = InferenceClient.To(server, Receiving(64 * Mebibyte));
        var contents = new InferTensorContents { Int64Contents = { Enumerable.Range(0, 1_000_000).Select(i => (i - 500_000L) * 1_000_003) } };

        var answer = await client.InferAsync(Requests.For("identity_int64").WithTyped("x", "INT64", [1, 1_000_000], contents));

        Assert.Equal(contents.ToByteString(), answer.Outputs[0].Contents.ToByteString());
    }

    [Fact]
    public async Task A_tensor_of_a_hundred_megabytes_passes_where_the_limits_allow_it()
    {
        await using var server = await StartAsync(128 * Mebibyte);
        using var client = InferenceClient.To(server, Receiving(128 * Mebibyte));
        var data = new byte[100 * 1000 * 1000];
        new Random(7).NextBytes(data);

        var answer = await client.InferAsync(Requests.Raw("identity_uint8", "UINT8", [1000, 100_000], data));

        Assert.True(data.AsSpan().SequenceEqual(answer.RawOutputContents[0].Span));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_with_both_sizes()
    {
        await using var server = await StartAsync(Mebibyte);
        using var client = InferenceClient.To(server);
        var request = Requests.Raw("identity_uint8", "UINT8", [1, 2 * Mebibyte], new byte[2 * Mebibyte]);

        await Refused.AssertAsync(
            client.InferAsync(request), StatusCode.ResourceExhausted, $"{request.CalculateSize()}", $"{Mebibyte}");

        var answer = await client.InferAsync(Requests.Raw("identity_uint8", "UINT8", [1, 2], [4, 2]));
        Assert.Equal([4, 2], answer.RawOutputContents[0].ToByteArray());
    }

    private static async Task<TestServer> StartAsync(int maxMessageSize)
    {
        var server = await TestServer.StartAsync(configure: o => o with { MaxMessageSize = maxMessageSize, MaxBytesInFlight = 2L * maxMessageSize });
        server.Errors.Take();
        return server;
    }

    private static GrpcChannelOptions Receiving(int size) => new() { MaxReceiveMessageSize = size };
}
