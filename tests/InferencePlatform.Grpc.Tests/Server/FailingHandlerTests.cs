using System.Buffers;
using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

public sealed class FailingHandlerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unexpected_exception_is_INTERNAL_and_logged_once_and_tells_nothing(bool later)
    {
        await using var server = await StartAsync(_ => throw new InvalidOperationException("secret"), later);
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal(StatusCode.Internal, answer.Status);
        Assert.DoesNotContain("secret", answer.Detail, StringComparison.Ordinal);
        var logged = Assert.Single(server.Errors.Take());
        Assert.Contains("secret", logged, StringComparison.Ordinal);
        Assert.Contains(Methods.Echo, logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_detailed_errors_the_exception_is_told()
    {
        await using var server = await StartAsync(_ => throw new InvalidOperationException("not secret"), options: o => o.DetailedErrors = true);
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal("InvalidOperationException: not secret", answer.Detail);
        Assert.Single(server.Errors.Take());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thrown_status_is_sent_with_its_message_and_trailers_and_is_no_error_of_the_server(bool later)
    {
        var trailers = new Metadata { { "key", "value" }, { "key-bin", new byte[] { 0, 255 } } };
        await using var server = await StartAsync(_ => throw new RpcException(new Status(StatusCode.NotFound, "Größe 100% 😀\n"), trailers), later);
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal((StatusCode.NotFound, "Größe 100% 😀\n"), (answer.Status, answer.Detail));
        Assert.True(answer.IsTrailersOnly);
        Assert.Equal(["value"], answer.Header("key"));
        Assert.Equal(["AP8"], answer.Header("key-bin"));
    }

    [Fact]
    public async Task Details_travel_in_their_trailer()
    {
        var details = new Rpc.Status { Code = 9, Message = "not now", Details = { Any.Pack(new StringValue { Value = "why" }) } };
        await using var server = await StartAsync(_ => throw RpcException.FromDetails(details));
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal((StatusCode.FailedPrecondition, "not now"), (answer.Status, answer.Detail));
        var sent = Assert.Single(answer.Header("grpc-status-details-bin"));
        Assert.Equal(details, Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(sent.PadRight((sent.Length + 3) / 4 * 4, '='))));
    }

    [Fact]
    public async Task Trailers_of_the_call_that_are_thrown_too_are_sent_once()
    {
        await using var server = await StartAsync(call =>
        {
            call.ResponseTrailers.Add("key", "value");
            throw new RpcException(new Status(StatusCode.Aborted, "x"), call.ResponseTrailers);
        });
        Assert.Equal(["value"], (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Header("key"));
    }

    [Fact]
    public async Task A_very_long_message_is_cut_to_what_clients_accept_as_a_header()
    {
        var detail = string.Concat(Enumerable.Repeat("ü", 50_000));
        await using var server = await StartAsync(_ => throw new RpcException(StatusCode.Aborted, detail));
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal(StatusCode.Aborted, answer.Status);
        Assert.InRange(answer.Detail.Length, 100, 4096);
        Assert.Equal("", answer.Detail.TrimEnd('…').Trim('ü'));
    }

    [Fact]
    public async Task An_error_after_the_first_messages_comes_in_the_trailers_after_them()
    {
        await using var server = await StartAsync(async call =>
        {
            call.ResponseTrailers.Add("key", "value");
            await call.WriteAsync(ProtobufCodec.For<StringValue>(), new StringValue { Value = "one" });
            throw new RpcException(StatusCode.DataLoss, "lost");
        });
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Single(Frames.Split(answer.Body));
        Assert.Equal((StatusCode.DataLoss, "lost"), (answer.Status, answer.Detail));
        Assert.Equal(["value"], answer.Trailer("key"));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public async Task A_handler_that_writes_another_length_than_it_announced_is_INTERNAL_and_logged(int written)
    {
        await using var server = await StartAsync(call =>
        {
            call.BeginMessage(10);
            call.Output.Write(new byte[written]);
            return ValueTask.CompletedTask;
        });
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal(StatusCode.Internal, answer.Status);
        Assert.Contains("10", Assert.Single(server.Errors.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_codec_that_writes_another_length_than_its_size_is_INTERNAL_and_logged()
    {
        await using var server = await StartAsync(call => call.WriteAsync(new LyingCodec(), "x"));
        Assert.Equal(StatusCode.Internal, (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Status);
        Assert.Single(server.Errors.Take());
    }

    [Fact]
    public async Task A_handler_that_fails_with_a_message_half_written_still_sends_its_status()
    {
        await using var server = await StartAsync(async call =>
        {
            call.BeginMessage(10);
            call.Output.Write("half"u8);
            await call.FlushAsync();
            throw new RpcException(StatusCode.DataLoss, "lost");
        });
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal(StatusCode.DataLoss, answer.Status);
        Assert.Equal(9, answer.Body.Length);
    }

    [Fact]
    public async Task A_handler_may_finish_without_reading_the_request()
    {
        await using var server = await StartAsync(call => call.WriteAsync(ProtobufCodec.For<StringValue>(), new StringValue { Value = "early" }));
        await using var call = server.Client.Open(Methods.Echo);
        var answer = await call.EndAsync();
        Assert.Equal("early", answer.Text);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("early", (await server.Client.CallAsync(Methods.Echo, Frames.Of(new byte[500_000]))).Text);
        }

        Assert.Equal(1, server.Client.Connections);
    }

    private static Task<TestServer> StartAsync(Func<ServerCall, ValueTask> handler, bool later = false, Action<GrpcServerOptions>? options = null) =>
        TestServer.StartAsync(
            m => m.AddRaw(Methods.Echo, later ? async call =>
            {
                await Task.Yield();
                await handler(call);
            } : handler),
            options);

    private sealed class LyingCodec : MessageCodec<string>
    {
        public override int GetSize(string message) => 3;

        public override void Write(string message, IBufferWriter<byte> output) => output.Write("four"u8);

        public override string Read(ReadOnlySpan<byte> bytes) => "";
    }
}
