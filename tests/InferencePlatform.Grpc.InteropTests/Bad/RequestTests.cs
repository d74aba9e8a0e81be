using Google.Protobuf;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Testing;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>What our client sends, and what it refuses to.</summary>
public sealed class RequestTests
{
    private readonly TaskCompletionSource<(string Path, HeaderDictionary Headers, byte[] Body)> _request = new();

    [Fact]
    public async Task A_call_has_the_headers_of_the_protocol()
    {
        await using var server = await RawServer.StartAsync(RecordAsync);

        await server.CallAsync(new CallOptions
        {
            Timeout = TimeSpan.FromSeconds(100),
            Headers = new Metadata { { "x-text", "a" }, { "X-Text", " b " }, { "x-bytes-bin", [0xfb, 0xff] } },
        });

        var (path, headers, body) = await _request.Task;
        Assert.Equal("/test.Service/Unary", path);
        Assert.Equal("trailers", headers["te"]);
        Assert.Equal("application/grpc", headers["content-type"]);
        Assert.Equal("100000m", headers["grpc-timeout"]);
        Assert.Equal("identity,gzip", headers["grpc-accept-encoding"]);
        Assert.False(headers.ContainsKey("grpc-encoding"));
        Assert.StartsWith("grpc-csharp-inferenceplatform/0.", headers["user-agent"].ToString(), StringComparison.Ordinal);
        Assert.Equal("a, b", string.Join(", ", headers["x-text"].ToArray()));
        Assert.Equal("+/8", headers["x-bytes-bin"]);
        Assert.Equal(new byte[5], body);
    }

    [Fact]
    public async Task A_channel_compresses_where_a_call_does_not_say_otherwise()
    {
        await using var server = await RawServer.StartAsync(RecordAsync, options => options.Compress = true);

        using var call = server.Duplex();
        await call.Requests.WriteAsync(new SimpleRequest { Payload = new Payload { Body = ByteString.CopyFrom(new byte[1000]) } });
        await call.Requests.WriteAsync(new SimpleRequest());
        call.Requests.Complete();
        await call.GetHeadersAsync();

        var (_, headers, body) = await _request.Task;
        Assert.Equal("gzip", headers["grpc-encoding"]);
        Assert.InRange(body.Length, 20, 200);
        Assert.Equal(1, body[0]);

        // There is nothing to compress in an empty message.
        Assert.Equal(new byte[5], body[^5..]);
    }

    [Fact]
    public async Task Metadata_of_the_protocols_own_is_refused()
    {
        await using var server = await RawServer.StartAsync(RecordAsync);

        await Assert.ThrowsAsync<ArgumentException>(() => server.CallAsync(new CallOptions { Headers = new Metadata { { "grpc-timeout", "1S" } } }));
    }

    [Fact]
    public async Task A_message_over_the_channels_limit_is_not_sent()
    {
        await using var server = await RawServer.StartAsync(RecordAsync, options => options.MaxSendMessageSize = 1);
        var request = new SimpleRequest { ResponseSize = 1 };

        var unary = await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync(
            "test.Service/Unary", ProtobufCodec.For<SimpleRequest>(), ProtobufCodec.For<SimpleRequest>(), request));
        using var call = server.Duplex();
        var streamed = await Assert.ThrowsAsync<RpcException>(async () => await call.Requests.WriteAsync(request));

        Assert.Equal(StatusCode.ResourceExhausted, unary.StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, streamed.StatusCode);
    }

    [Fact]
    public async Task Requests_are_written_one_at_a_time_before_they_are_complete_and_compressed_only_as_announced()
    {
        await using var server = await RawServer.StartAsync(RecordAsync);
        using var call = server.Duplex();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await call.Requests.WriteAsync(new SimpleRequest(), compress: true));
        call.Requests.Complete();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await call.Requests.WriteAsync(new SimpleRequest()));
        Assert.Equal(1, await call.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("localhost:50051")]
    [InlineData("unix:/run/grpc.sock")]
    public void An_address_is_a_url(string address) =>
        Assert.Throws<ArgumentException>(() => new GrpcChannel(new Uri(address, UriKind.RelativeOrAbsolute)));

    private async Task RecordAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _request.TrySetResult((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), body.ToArray()));
        Answer.Begin(context);
        await Answer.WriteMessageAsync(context);
        Answer.EndWith(context, "0");
    }
}
