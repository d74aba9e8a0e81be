using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

public sealed class CompressionTests
{
    private static readonly string Long = new('x', 10_000);

    [Fact]
    public async Task A_gzip_request_is_read_and_answered_plainly()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.CallAsync(
            Methods.Echo, Frames.Gzipped(new StringValue { Value = Long }.ToByteArray()), ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "gzip"));
        Assert.Equal(Long, answer.Text);
        Assert.Equal(0, answer.Body[0]);
        Assert.Empty(answer.Header("grpc-encoding"));
    }

    [Fact]
    public async Task Identity_is_a_codec_that_compresses_nothing()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("grpc-encoding", "identity"))).Text);
        var flagged = await server.Client.CallAsync(Methods.Echo, Frames.Gzipped([]), ("grpc-encoding", "identity"));
        Assert.Equal(StatusCode.Internal, flagged.Status);
    }

    [Fact]
    public async Task A_bomb_is_RESOURCE_EXHAUSTED()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.Gzipped(new byte[50 << 20]), ("grpc-encoding", "gzip"));
        Assert.Equal(StatusCode.ResourceExhausted, answer.Status);
    }

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("identity, gzip", 1)]
    [InlineData("identity", 0)]
    [InlineData(null, 0)]
    public async Task A_response_is_compressed_where_the_client_accepts_it(string? accepted, byte flag)
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, (text, call) =>
        {
            call.Compress = true;
            return ValueTask.FromResult(text);
        }));
        var answer = await server.Client.CallAsync(
            Methods.Echo, Frames.OfText(Long), accepted is null ? [] : [("grpc-accept-encoding", accepted)]);
        Assert.Equal(Long, answer.Text);
        Assert.Equal(flag, answer.Body[0]);
        Assert.Equal(flag == 1 ? ["gzip"] : [], answer.Header("grpc-encoding"));
    }

    [Fact]
    public async Task Each_message_of_a_response_is_compressed_or_not_as_the_handler_says()
    {
        await using var server = await StreamingAsync(true, false, true);
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText(Long), ("grpc-accept-encoding", "gzip"));
        Assert.Equal([1, 0, 1], Flags(answer.Body));
        Assert.All(Frames.Split(answer.Body), m => Assert.Equal(Long, StringValue.Parser.ParseFrom(m).Value));
    }

    [Fact]
    public async Task A_codec_that_was_not_announced_is_not_used_later()
    {
        await using var server = await StreamingAsync(null, true);
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText(Long), ("grpc-accept-encoding", "gzip"));
        Assert.Equal([0, 0], Flags(answer.Body));
    }

    [Fact]
    public async Task An_empty_message_is_sent_plain()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, (_, call) =>
        {
            call.Compress = true;
            return ValueTask.FromResult("");
        }));
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("grpc-accept-encoding", "gzip"));
        Assert.Equal(new byte[5], answer.Body);
    }

    /// <summary>Answers with the request once for each choice, setting <see cref="ServerCall.Compress"/> where there is one.</summary>
    private static Task<TestServer> StreamingAsync(params bool?[] choices) =>
        TestServer.StartAsync(m => m.AddRaw(Methods.Echo, async call =>
        {
            var codec = ProtobufCodec.For<StringValue>();
            using var request = await call.ReadSingleAsync();
            foreach (var choice in choices)
            {
                if (choice is { } compress)
                {
                    call.Compress = compress;
                }

                await call.WriteAsync(codec, codec.Read(request.Span));
                await call.FlushAsync();
            }
        }));

    private static List<byte> Flags(byte[] body)
    {
        var flags = new List<byte>();
        for (var at = 0; at < body.Length; at += 5 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 1)))
        {
            flags.Add(body[at]);
        }

        return flags;
    }
}
