using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

/// <summary>Calls whose messages are malformed or over a limit. Each leaves the connection fit for the next call.</summary>
public sealed class BadMessageTests
{
    [Fact]
    public Task A_compressed_flag_without_a_codec_is_INTERNAL() =>
        RefusedAsync(Frames.Gzipped("x"u8), StatusCode.Internal, "grpc-encoding");

    [Fact]
    public Task A_message_that_is_not_protobuf_is_INTERNAL() =>
        RefusedAsync(Frames.Of([0xff, 0xff, 0xff]), StatusCode.Internal, "not a valid StringValue");

    [Fact]
    public Task A_frame_cut_short_is_INTERNAL() =>
        RefusedAsync(Frames.OfText("x")[..^1], StatusCode.Internal, "ends in the middle of a message");

    [Fact]
    public Task A_frame_header_cut_short_is_INTERNAL() =>
        RefusedAsync([0, 0, 0], StatusCode.Internal, "3 of its 5 bytes");

    [Fact]
    public Task A_frame_with_an_unknown_flag_is_INTERNAL() =>
        RefusedAsync([2, 0, 0, 0, 0], StatusCode.Internal, "first byte is 2");

    [Fact]
    public Task No_request_where_there_must_be_one_is_UNIMPLEMENTED() =>
        RefusedAsync([], StatusCode.Unimplemented, "none came");

    [Fact]
    public Task Two_requests_where_there_must_be_one_are_UNIMPLEMENTED() =>
        RefusedAsync([.. Frames.OfText("x"), .. Frames.OfText("y")], StatusCode.Unimplemented, "more came");

    [Fact]
    public Task A_whole_request_and_a_cut_one_are_INTERNAL_and_both_give_their_memory_back() =>
        RefusedAsync([.. Frames.OfText("x"), .. Frames.OfText("y")[..^1]], StatusCode.Internal, "ends in the middle");

    [Fact]
    public async Task A_message_over_the_limit_is_refused_by_its_header()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var call = server.Client.Open(Methods.Echo);
        await call.WriteAsync(Frames.Header(1 << 30));
        var answer = await call.EndAsync();
        Assert.Equal(StatusCode.ResourceExhausted, answer.Status);
        Assert.Contains("1073741824", answer.Detail, StringComparison.Ordinal);
        Assert.Contains("4194304", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_goes_on_after_its_refusal_does_no_harm()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            var stream = await connection.CallAsync(Methods.Echo);
            await connection.DataAsync(stream, Frames.Header(uint.MaxValue));
            Assert.Equal(StatusCode.ResourceExhausted, await connection.StatusOfAsync(stream));
            await connection.DataAsync(stream, new byte[16_000]);
        }

        Assert.Equal(StatusCode.OK, await EchoAsync(connection));
    }

    [Fact]
    public async Task A_stream_that_ends_in_the_middle_of_a_frame_is_INTERNAL()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        var frame = Frames.OfText("hello");
        for (var cut = 1; cut < frame.Length; cut++)
        {
            var stream = await connection.CallAsync(Methods.Echo);
            await connection.DataAsync(stream, frame[..cut], end: true);
            Assert.Equal(StatusCode.Internal, await connection.StatusOfAsync(stream));
        }

        Assert.Equal(StatusCode.OK, await EchoAsync(connection));
    }

    [Fact]
    public async Task A_message_that_stops_coming_ends_its_call()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho(), o => o.MessageStallTimeout = TimeSpan.FromMilliseconds(100));
        await using var call = server.Client.Open(Methods.Echo);
        await call.WriteAsync(Frames.OfText("hello")[..8]);
        var answer = await call.EndAsync();
        Assert.Equal(StatusCode.DeadlineExceeded, answer.Status);
        Assert.Contains("3 of its 7 bytes", answer.Detail, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(byte[] body, StatusCode status, string detail)
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        var answer = await server.Client.CallAsync(Methods.Echo, body);
        Assert.Equal(status, answer.Status);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        Assert.Equal("next", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("next"))).Text);
        Assert.Equal(1, server.Client.Connections);
        await server.UntilIdleAsync();
        Assert.Equal(0, server.Grpc.BytesInFlight);
    }

    private static async Task<StatusCode?> EchoAsync(RawConnection connection)
    {
        var stream = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        return await connection.StatusOfAsync(stream);
    }
}
