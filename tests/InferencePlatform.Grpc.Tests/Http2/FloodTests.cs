using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>Frames that cost the sender nothing, in numbers that only an attacker sends.</summary>
public sealed class FloodTests
{
    private const int Flood = 3 * Http2Limits.ControlFramesPerSecond;

    /// <summary>One frame of each flood, after a call that waits on stream 1.</summary>
    public static TheoryData<string, byte[]> ControlFrames { get; } = new()
    {
        { "PING", RawConnection.Frame(Http2FrameType.Ping, 0, 0, new byte[8]) },
        { "SETTINGS", RawConnection.Frame(Http2FrameType.Settings, 0, 0) },
        { "PRIORITY", RawConnection.Frame(Http2FrameType.Priority, 0, 1, new byte[5]) },
        { "DATA without data", RawConnection.Frame(Http2FrameType.Data, 0, 1) },
    };

    [Theory]
    [MemberData(nameof(ControlFrames))]
    public async Task Frames_that_ask_for_nothing_are_borne_up_to_a_limit(string what, byte[] frame)
    {
        await using var server = await TestServer.StartAsync(m => m.AddWait(new Gate()));
        await using var connection = await server.ConnectAsync();
        await connection.CallAsync(Methods.Wait);
        await EndsCalmlyAsync(connection, [.. Enumerable.Repeat(frame, Flood).SelectMany(f => f)], what);
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task Calls_begun_and_reset_at_once_are_borne_up_to_a_limit()
    {
        await using var server = await TestServer.StartAsync(m => m.AddWait(new Gate()));
        await using var connection = await server.ConnectAsync();
        var block = RawConnection.Block(Methods.Wait);
        var frames = Enumerable.Range(0, 3 * Http2Limits.ResetsPerSecond).SelectMany(i => (byte[])[
            .. RawConnection.Frame(Http2FrameType.Headers, Http2Frame.EndHeaders, (2 * i) + 1, block),
            .. RawConnection.Frame(Http2FrameType.RstStream, 0, (2 * i) + 1, 0, 0, 0, 8)]);
        await EndsCalmlyAsync(connection, [.. frames], "rapid reset");
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_client_may_give_up_as_many_calls_as_it_may_have()
    {
        await using var server = await TestServer.StartAsync(m => m.AddWait(new Gate()).AddEcho());
        await using var connection = await server.ConnectAsync();
        for (var i = 0; i < 500; i++)
        {
            await connection.ResetAsync(await connection.CallAsync(Methods.Wait));
        }

        var stream = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
    }

    [Fact]
    public async Task A_client_that_pings_and_reads_nothing_is_borne_up_to_a_limit()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEndless(Methods.Wait));
        await using var connection = await server.ConnectAsync(initialWindow: int.MaxValue);
        await connection.WindowAsync(0, 1 << 30);
        await connection.CallAsync(Methods.Wait);
        byte[] pings = [.. Enumerable.Repeat(RawConnection.Frame(Http2FrameType.Ping, 0, 0, new byte[8]), 50).SelectMany(f => f)];
        while (server.Grpc.Connections > 0)
        {
            // Half as many as are borne of a client that reads.
            await connection.SendAsync(pings);
            await Task.Delay(10, Patience.Token);
        }

        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_header_block_without_end_is_cut_off_by_its_frames()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        byte[] frames =
        [
            .. RawConnection.Frame(Http2FrameType.Headers, 0, 1),
            .. Enumerable.Repeat(RawConnection.Frame(Http2FrameType.Continuation, 0, 1), Http2Limits.MaxContinuations + 1).SelectMany(f => f),
        ];
        await EndsCalmlyAsync(connection, frames, "CONTINUATION");
    }

    [Fact]
    public async Task A_header_block_without_end_is_cut_off_by_its_bytes()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        byte[] frames =
        [
            .. RawConnection.Frame(Http2FrameType.Headers, 0, 1),
            .. Enumerable.Repeat(RawConnection.Frame(Http2FrameType.Continuation, 0, 1, new byte[16 << 10]), 5).SelectMany(f => f),
        ];
        await EndsCalmlyAsync(connection, frames, "CONTINUATION");
    }

    [Fact]
    public async Task Headers_over_the_limit_are_RESOURCE_EXHAUSTED_however_small_they_travel()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();

        // An entry of 127 bytes goes to the table; each byte after it is that entry again.
        byte[] bomb = [.. RawConnection.Block(Methods.Echo), 0x40, 1, (byte)'k', 126, .. Enumerable.Repeat((byte)'v', 126), .. Enumerable.Repeat((byte)0xbe, 10_000)];
        var stream = await connection.HeadersAsync(bomb, Http2Frame.EndHeaders | Http2Frame.EndStream);
        Assert.Equal(StatusCode.ResourceExhausted, await connection.StatusOfAsync(stream));

        var next = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(next, Frames.OfText("x"), end: true);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(next));
    }

    [Fact]
    public async Task Streams_over_the_limit_are_refused_and_taken_again_when_others_end()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate).AddEcho(), o => o.MaxStreamsPerConnection = 1);
        await using var connection = await server.ConnectAsync();
        var first = await connection.CallAsync(Methods.Wait);
        await connection.DataAsync(first, Frames.OfText("x"), end: true);
        await gate.OneAsync();
        var refused = await connection.CallAsync(Methods.Echo);
        var reset = await connection.ReadUntilAsync(Http2FrameType.RstStream);
        Assert.Equal((refused, (int)Http2Error.RefusedStream), (reset.Stream, reset.Error));

        gate.LetGo();
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(first));
        var next = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(next, Frames.OfText("x"), end: true);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(next));
    }

    [Fact]
    public async Task A_call_reset_counts_until_its_handler_is_done()
    {
        var release = new TaskCompletionSource();
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(
            m => m.AddRaw("test.Service/Stubborn", async _ =>
            {
                gate.Arrived();
                await release.Task;
            }),
            o => o.MaxStreamsPerConnection = 1);
        await using var connection = await server.ConnectAsync();
        var first = await connection.CallAsync("test.Service/Stubborn");
        await gate.OneAsync();
        await connection.ResetAsync(first);
        await connection.CallAsync("test.Service/Stubborn");
        Assert.Equal((int)Http2Error.RefusedStream, (await connection.ReadUntilAsync(Http2FrameType.RstStream)).Error);
        release.SetResult();
        await server.UntilIdleAsync();
    }

    private static async Task EndsCalmlyAsync(RawConnection connection, byte[] frames, string what)
    {
        // The server stops reading at some point, so what it says is read meanwhile.
        var sending = connection.SendAsync(frames);
        var goAway = await connection.ReadUntilAsync(Http2FrameType.GoAway);
        Assert.True((int)Http2Error.EnhanceYourCalm == goAway.Error, $"{what}: {(Http2Error)goAway.Error}");
        await connection.ReadToEndAsync();
        await sending;
    }
}
