using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

public sealed class MetadataOnTheWireTests
{
    [Fact]
    public async Task A_handler_sees_the_clients_metadata_and_not_the_protocols_own_headers()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, (_, call) =>
            ValueTask.FromResult(string.Join('|', call.RequestHeaders.Select(e => $"{e.Key}={e.Text ?? Convert.ToHexString(e.Bytes!)}").Order(StringComparer.Ordinal)))));
        var answer = await server.Client.CallAsync(
            Methods.Echo,
            Frames.OfText("x"),
            ("X-Text", "some, text"),
            ("x-data-bin", "AQI"),
            ("x-data-bin", "AwQ="),
            ("x-list-bin", "BQ,Bg=="),
            ("grpc-timeout", "10S"),
            ("grpc-accept-encoding", "identity"));
        Assert.Equal("x-data-bin=0102|x-data-bin=0304|x-list-bin=05|x-list-bin=06|x-text=some, text", answer.Text);
    }

    [Fact]
    public async Task Headers_go_before_the_first_message_and_trailers_after_the_last()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, async (text, call) =>
        {
            await call.SendHeadersAsync(new Metadata { { "head", "a" }, { "head", "b" }, { "head-bin", new byte[] { 1, 2 } } });
            call.ResponseTrailers.Add("tail", "c");
            call.ResponseTrailers.Add("tail-bin", [3]);
            return text;
        }));
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal("x", answer.Text);
        Assert.Equal(["a", "b"], answer.Header("head"));
        Assert.Equal(["AQI"], answer.Header("head-bin"));
        Assert.Equal(["c"], answer.Trailer("tail"));
        Assert.Equal(["Aw"], answer.Trailer("tail-bin"));
        Assert.Equal(["0"], answer.Trailer("grpc-status"));
        Assert.Empty(answer.Trailer("grpc-message"));
    }

    [Fact]
    public async Task Headers_reach_the_client_before_there_is_a_message()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, async (text, call) =>
        {
            await call.SendHeadersAsync(new Metadata { { "head", "a" } });
            await gate.Open;
            return text;
        }));
        await using var call = server.Client.Open(Methods.Echo);
        await call.WriteAsync(Frames.OfText("x"));
        call.CompleteRequest();
        Assert.Equal(["a"], (await call.Response).Headers.GetValues("head"));
        gate.LetGo();
        Assert.Equal("x", (await call.EndAsync()).Text);
    }

    [Fact]
    public async Task Headers_cannot_be_sent_twice()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, async (_, call) =>
        {
            await call.SendHeadersAsync([]);
            return (await Assert.ThrowsAsync<InvalidOperationException>(() => call.SendHeadersAsync([]).AsTask())).GetType().Name;
        }));
        Assert.Equal("InvalidOperationException", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
    }

    [Fact]
    public async Task Metadata_named_as_the_protocols_own_headers_does_not_replace_them()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, async (text, call) =>
        {
            await call.SendHeadersAsync(new Metadata { { "content-type", "text/plain" }, { "grpc-encoding", "br" }, { "connection", "close" }, { "content-length", "3" } });
            call.ResponseTrailers.Add("grpc-status", "7");
            call.ResponseTrailers.Add("grpc-message", "no");
            return text;
        }));
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal("x", answer.Text);
        Assert.Equal(["application/grpc"], answer.Header("content-type"));
        Assert.Empty(answer.Header("grpc-encoding"));
        Assert.Empty(answer.Header("content-length"));
        Assert.Empty(answer.Trailer("grpc-message"));
    }

    [Fact]
    public async Task Spaces_around_a_value_are_not_sent()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, (text, call) =>
        {
            call.ResponseTrailers.Add("tail", "  spaced out  ");
            return ValueTask.FromResult(text);
        }));
        await using var connection = await server.ConnectAsync();
        var stream = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        await connection.ReadUntilAsync(Http2FrameType.Headers);
        var trailers = await connection.ReadUntilAsync(Http2FrameType.Headers);
        Assert.Contains("\u000aspaced out", System.Text.Encoding.Latin1.GetString(trailers.Payload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_one_call_is_not_that_of_the_next()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, (_, call) =>
        {
            call.ResponseTrailers.Add("count", $"{call.ResponseTrailers.Count}");
            return ValueTask.FromResult(call.RequestHeaders.GetString("key") ?? "none");
        }));
        var first = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("key", "1"));
        var second = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal(("1", "none"), (first.Text, second.Text));
        Assert.Equal(["0"], second.Trailer("count"));
    }
}
