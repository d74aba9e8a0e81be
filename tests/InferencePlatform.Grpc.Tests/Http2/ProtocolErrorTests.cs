using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>What RFC 9113 forbids, and with which code it is answered.</summary>
public sealed class ProtocolErrorTests
{
    private const byte HeadersAndEnd = Http2Frame.EndHeaders | Http2Frame.EndStream;

    private static readonly byte[] Call = RawConnection.Block(Methods.Wait);

    /// <summary>Frames sent after a call that waits on stream 1, and the code of the GOAWAY they bring.</summary>
    public static TheoryData<string, byte[], int> ConnectionErrors { get; } = new()
    {
        { "DATA on stream 0", Frame(Http2FrameType.Data, 0, 0, 1), (int)Http2Error.Protocol },
        { "DATA on a stream never opened", Frame(Http2FrameType.Data, 0, 7, 1), (int)Http2Error.Protocol },
        { "DATA with more padding than payload", Frame(Http2FrameType.Data, Http2Frame.Padded, 1, 9, 1), (int)Http2Error.Protocol },
        { "HEADERS on stream 0", Frame(Http2FrameType.Headers, Http2Frame.EndHeaders, 0, Call), (int)Http2Error.Protocol },
        { "HEADERS on an even stream", Frame(Http2FrameType.Headers, Http2Frame.EndHeaders, 2, Call), (int)Http2Error.Protocol },
        { "HEADERS on a stream passed over", [.. Frame(Http2FrameType.Headers, HeadersAndEnd, 5, Call), .. Frame(Http2FrameType.Headers, HeadersAndEnd, 3, Call)], (int)Http2Error.Protocol },
        { "HEADERS with more padding than payload", Frame(Http2FrameType.Headers, Http2Frame.EndHeaders | Http2Frame.Padded, 3, 200, 1), (int)Http2Error.Protocol },
        { "HEADERS after the end of their stream", [.. Frame(Http2FrameType.Headers, HeadersAndEnd, 3, Call), .. Frame(Http2FrameType.Headers, HeadersAndEnd, 3, Call)], (int)Http2Error.StreamClosed },
        { "HEADERS that are no HPACK", Frame(Http2FrameType.Headers, Http2Frame.EndHeaders, 3, 0x80), (int)Http2Error.Compression },
        { "a frame within a header block", [.. Frame(Http2FrameType.Headers, 0, 3, Call), .. Frame(Http2FrameType.Ping, 0, 0, new byte[8])], (int)Http2Error.Protocol },
        { "CONTINUATION of another stream", [.. Frame(Http2FrameType.Headers, 0, 3, Call), .. Frame(Http2FrameType.Continuation, Http2Frame.EndHeaders, 5)], (int)Http2Error.Protocol },
        { "CONTINUATION of nothing", Frame(Http2FrameType.Continuation, Http2Frame.EndHeaders, 1), (int)Http2Error.Protocol },
        { "PRIORITY on stream 0", Frame(Http2FrameType.Priority, 0, 0, new byte[5]), (int)Http2Error.Protocol },
        { "PRIORITY of a wrong length", Frame(Http2FrameType.Priority, 0, 1, new byte[4]), (int)Http2Error.FrameSize },
        { "PRIORITY on itself", Frame(Http2FrameType.Priority, 0, 1, 0, 0, 0, 1, 0), (int)Http2Error.Protocol },
        { "RST_STREAM on stream 0", Frame(Http2FrameType.RstStream, 0, 0, new byte[4]), (int)Http2Error.Protocol },
        { "RST_STREAM on a stream never opened", Frame(Http2FrameType.RstStream, 0, 9, new byte[4]), (int)Http2Error.Protocol },
        { "RST_STREAM of a wrong length", Frame(Http2FrameType.RstStream, 0, 1, new byte[3]), (int)Http2Error.FrameSize },
        { "SETTINGS on a stream", Frame(Http2FrameType.Settings, 0, 1), (int)Http2Error.Protocol },
        { "SETTINGS of a wrong length", Frame(Http2FrameType.Settings, 0, 0, new byte[5]), (int)Http2Error.FrameSize },
        { "an answer to SETTINGS that says something", Frame(Http2FrameType.Settings, Http2Frame.Ack, 0, new byte[6]), (int)Http2Error.FrameSize },
        { "ENABLE_PUSH of 2", Frame(Http2FrameType.Settings, 0, 0, 0, 2, 0, 0, 0, 2), (int)Http2Error.Protocol },
        { "INITIAL_WINDOW_SIZE of 2³¹", Frame(Http2FrameType.Settings, 0, 0, 0, 4, 128, 0, 0, 0), (int)Http2Error.FlowControl },
        { "MAX_FRAME_SIZE below 16384", Frame(Http2FrameType.Settings, 0, 0, 0, 5, 0, 0, 63, 255), (int)Http2Error.Protocol },
        { "MAX_FRAME_SIZE of 2²⁴", Frame(Http2FrameType.Settings, 0, 0, 0, 5, 1, 0, 0, 0), (int)Http2Error.Protocol },
        { "PUSH_PROMISE", Frame(Http2FrameType.PushPromise, Http2Frame.EndHeaders, 1, 0, 0, 0, 2), (int)Http2Error.Protocol },
        { "PING on a stream", Frame(Http2FrameType.Ping, 0, 1, new byte[8]), (int)Http2Error.Protocol },
        { "PING of a wrong length", Frame(Http2FrameType.Ping, 0, 0, new byte[7]), (int)Http2Error.FrameSize },
        { "GOAWAY on a stream", Frame(Http2FrameType.GoAway, 0, 1, new byte[8]), (int)Http2Error.Protocol },
        { "GOAWAY cut short", Frame(Http2FrameType.GoAway, 0, 0, new byte[7]), (int)Http2Error.FrameSize },
        { "WINDOW_UPDATE of 0 for the connection", Frame(Http2FrameType.WindowUpdate, 0, 0, new byte[4]), (int)Http2Error.Protocol },
        { "WINDOW_UPDATE of a wrong length", Frame(Http2FrameType.WindowUpdate, 0, 0, new byte[3]), (int)Http2Error.FrameSize },
        { "WINDOW_UPDATE on a stream never opened", Frame(Http2FrameType.WindowUpdate, 0, 9, 0, 0, 0, 1), (int)Http2Error.Protocol },
        { "a connection's window beyond 2³¹", Frame(Http2FrameType.WindowUpdate, 0, 0, 127, 255, 255, 255), (int)Http2Error.FlowControl },
        { "a frame larger than allowed", Frame((Http2FrameType)200, 0, 0, new byte[Http2Limits.MaxFrameSize + 1]), (int)Http2Error.FrameSize },
    };

    /// <summary>Frames that end stream 1, which has a call with an announced length of 10 that waits, and with which code.</summary>
    public static TheoryData<string, byte[], int> StreamErrors { get; } = new()
    {
        { "WINDOW_UPDATE of 0", Frame(Http2FrameType.WindowUpdate, 0, 1, new byte[4]), (int)Http2Error.Protocol },
        { "a stream's window beyond 2³¹", Frame(Http2FrameType.WindowUpdate, 0, 1, 127, 255, 255, 255), (int)Http2Error.FlowControl },
        { "more DATA than announced", Frame(Http2FrameType.Data, 0, 1, new byte[11]), (int)Http2Error.Protocol },
        { "less DATA than announced", Frame(Http2FrameType.Data, Http2Frame.EndStream, 1, new byte[9]), (int)Http2Error.Protocol },
        { "trailers before all DATA announced", Frame(Http2FrameType.Headers, HeadersAndEnd, 1), (int)Http2Error.Protocol },
        { "trailers that do not end the stream", Frame(Http2FrameType.Headers, Http2Frame.EndHeaders, 1), (int)Http2Error.Protocol },
        { "trailers with a path", [.. Frame(Http2FrameType.Data, 0, 1, new byte[10]), .. Frame(Http2FrameType.Headers, HeadersAndEnd, 1, RawConnection.Encode((":path", "/")))], (int)Http2Error.Protocol },
        { "DATA after the end", [.. Frame(Http2FrameType.Data, Http2Frame.EndStream, 1, new byte[10]), .. Frame(Http2FrameType.Data, 0, 1, 1)], (int)Http2Error.StreamClosed },
    };

    /// <summary>Headers that make no request.</summary>
    public static TheoryData<string, byte[]> BadHeaders { get; } = new()
    {
        { "a name in upper case", RawConnection.Block(Methods.Echo, ("Key", "x")) },
        { "a name with a space", RawConnection.Block(Methods.Echo, ("a b", "x")) },
        { "no name", RawConnection.Block(Methods.Echo, ("", "x")) },
        { "a value with a line feed", RawConnection.Block(Methods.Echo, ("key", "a\nb")) },
        { "a value with a space before it", RawConnection.Block(Methods.Echo, ("key", " x")) },
        { "connection", RawConnection.Block(Methods.Echo, ("connection", "close")) },
        { "transfer-encoding", RawConnection.Block(Methods.Echo, ("transfer-encoding", "chunked")) },
        { "te other than trailers", RawConnection.Block(Methods.Echo, ("te", "gzip")) },
        { "an unknown pseudo-header", RawConnection.Encode((":method", "POST"), (":scheme", "http"), (":path", "/x"), (":new", "x")) },
        { "a pseudo-header of responses", RawConnection.Encode((":method", "POST"), (":scheme", "http"), (":path", "/x"), (":status", "200")) },
        { "a pseudo-header after a header", RawConnection.Encode((":method", "POST"), (":scheme", "http"), ("key", "x"), (":path", "/x")) },
        { "no method", RawConnection.Encode((":scheme", "http"), (":path", "/x")) },
        { "no scheme", RawConnection.Encode((":method", "POST"), (":path", "/x")) },
        { "no path", RawConnection.Encode((":method", "POST"), (":scheme", "http")) },
        { "an empty path", RawConnection.Encode((":method", "POST"), (":scheme", "http"), (":path", "")) },
        { "two paths", RawConnection.Encode((":method", "POST"), (":scheme", "http"), (":path", "/x"), (":path", "/y")) },
        { "a length that is none", RawConnection.Block(Methods.Echo, ("content-length", "-1")) },
        { "two lengths", RawConnection.Block(Methods.Echo, ("content-length", "1"), ("content-length", "2")) },
    };

    [Theory]
    [MemberData(nameof(ConnectionErrors))]
    public async Task What_ends_the_connection_is_told_by_GOAWAY_and_ends_its_calls(string what, byte[] frames, int error)
    {
        await using var server = await StartAsync(new Gate());
        await using var connection = await server.ConnectAsync();
        await connection.CallAsync(Methods.Wait);
        await connection.SendAsync(frames);
        var goAway = await connection.ReadUntilAsync(Http2FrameType.GoAway);
        Assert.True(error == goAway.Error, $"{what}: {(Http2Error)goAway.Error}");
        await server.UntilIdleAsync();
    }

    [Theory]
    [MemberData(nameof(StreamErrors))]
    public async Task What_ends_a_stream_is_told_by_RST_STREAM_and_ends_no_other(string what, byte[] frames, int error)
    {
        await using var server = await StartAsync(new Gate());
        await using var connection = await server.ConnectAsync();
        await connection.CallAsync(Methods.Wait, ("content-length", "10"));
        await connection.SendAsync(frames);
        var reset = await connection.ReadUntilAsync(Http2FrameType.RstStream);
        Assert.True((1, error) == (reset.Stream, reset.Error), $"{what}: {(Http2Error)reset.Error}");
        await server.UntilIdleAsync();
        Assert.Equal(StatusCode.OK, await EchoAsync(connection));
    }

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public async Task A_malformed_request_is_reset_and_the_connection_lives_on(string what, byte[] block)
    {
        await using var server = await StartAsync(new Gate());
        await using var connection = await server.ConnectAsync();
        await connection.HeadersAsync(block, HeadersAndEnd);
        var reset = await connection.ReadUntilAsync(Http2FrameType.RstStream);
        Assert.True((int)Http2Error.Protocol == reset.Error, what);
        Assert.Equal(StatusCode.OK, await EchoAsync(connection));
    }

    [Fact]
    public async Task The_first_frame_must_be_SETTINGS()
    {
        await using var server = await StartAsync(new Gate());
        await using var connection = await RawConnection.OpenAsync(server.EndPoint, []);
        await connection.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
        Assert.Equal((int)Http2Error.Protocol, (await connection.ReadUntilAsync(Http2FrameType.GoAway)).Error);
    }

    [Fact]
    public async Task Frames_of_unknown_types_and_flags_are_ignored()
    {
        await using var server = await StartAsync(new Gate());
        await using var connection = await server.ConnectAsync();
        await connection.SendAsync((Http2FrameType)200, 255, 7, new byte[100]);
        await connection.SendAsync(Http2FrameType.Ping, 0xfe, 0, new byte[8]);
        Assert.Equal(StatusCode.OK, await EchoAsync(connection));
    }

    private static byte[] Frame(Http2FrameType type, byte flags, int stream, params ReadOnlySpan<byte> payload) =>
        RawConnection.Frame(type, flags, stream, payload);

    private static Task<TestServer> StartAsync(Gate gate) => TestServer.StartAsync(m => m.AddWait(gate).AddEcho());

    private static async Task<StatusCode?> EchoAsync(RawConnection connection)
    {
        var stream = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        return await connection.StatusOfAsync(stream);
    }
}
