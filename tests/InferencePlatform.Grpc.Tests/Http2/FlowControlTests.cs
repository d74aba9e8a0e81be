using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>Windows, in both directions.</summary>
public sealed class FlowControlTests
{
    private const string Large = "test.Service/Large";
    private const int LargeSize = 1_000_000;

    [Fact]
    public async Task An_answer_takes_no_more_than_the_streams_window()
    {
        await using var server = await StartAsync();
        await using var connection = await server.ConnectAsync(initialWindow: 1000);
        var stream = await BeginAsync(connection, Large);
        Assert.Equal(1000, await ReadDataAsync(connection, stream, 1000));
        await connection.WindowAsync(stream, 500);
        Assert.Equal(500, await ReadDataAsync(connection, stream, 500));
        await connection.ResetAsync(stream);
    }

    [Fact]
    public async Task A_window_made_smaller_while_in_use_is_below_zero_and_has_to_be_filled_first()
    {
        await using var server = await StartAsync();
        await using var connection = await server.ConnectAsync(initialWindow: 1000);
        var stream = await BeginAsync(connection, Large);
        await ReadDataAsync(connection, stream, 1000);
        await connection.SendAsync(Http2FrameType.Settings, 0, 0, [0, 4, 0, 0, 0, 0]);
        await connection.WindowAsync(stream, 1000);
        await PingAsync(connection, "nothing is sent");
        await connection.WindowAsync(stream, 7);
        Assert.Equal(7, await ReadDataAsync(connection, stream, 7));
        await connection.ResetAsync(stream);
    }

    [Fact]
    public async Task A_window_made_larger_lets_calls_go_on_that_wait()
    {
        await using var server = await StartAsync();
        await using var connection = await server.ConnectAsync(initialWindow: 0);
        var stream = await BeginAsync(connection, Methods.Echo);
        await connection.SendAsync(Http2FrameType.Settings, 0, 0, [0, 4, 0, 1, 0, 0]);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
    }

    [Fact]
    public async Task A_small_answer_overtakes_a_large_one_that_waits_for_the_connections_window()
    {
        await using var server = await StartAsync();
        await using var connection = await server.ConnectAsync(initialWindow: 2 * LargeSize);
        var large = await BeginAsync(connection, Large);
        await ReadDataAsync(connection, large, PeerSettings.DefaultWindow);
        var small = await BeginAsync(connection, Methods.InlineEcho);
        await connection.WindowAsync(0, 4 * 64 * 1024);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(small));

        await connection.WindowAsync(0, 2 * LargeSize);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(large));
    }

    [Fact]
    public async Task Many_large_answers_at_once_come_whole()
    {
        await using var server = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.Client.CallAsync(Large, Frames.OfText("x"))));
        Assert.All(answers, a => Assert.Equal(LargeSize, a.Text.Length));
    }

    [Fact]
    public async Task Bytes_beyond_the_connections_window_end_it()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddClientStreaming("test.Service/Slow", ProtobufCodec.For<Google.Protobuf.WellKnownTypes.BytesValue>(), ProtobufCodec.For<Google.Protobuf.WellKnownTypes.BytesValue>(), async (_, call) =>
        {
            await gate.Open.WaitAsync(call.CancellationToken);
            return new();
        }));
        await using var connection = await server.ConnectAsync();
        var chunk = new byte[Http2Limits.MaxFrameSize];
        for (var sent = 0; sent <= Http2Limits.ConnectionWindow; sent += Http2Limits.StreamWindow)
        {
            var stream = await connection.CallAsync("test.Service/Slow");
            for (var i = 0; i < Http2Limits.StreamWindow / chunk.Length; i++)
            {
                await connection.DataAsync(stream, chunk);
            }
        }

        Assert.Equal((int)Http2Error.FlowControl, (await connection.ReadUntilAsync(Http2FrameType.GoAway)).Error);
    }

    [Fact]
    public async Task Padding_counts_and_is_given_back()
    {
        await using var server = await TestServer.StartAsync(m => m.AddRaw("test.Service/Count", async call =>
        {
            while (await call.ReadAsync() is { } message)
            {
                message.Dispose();
            }
        }));
        await using var connection = await server.ConnectAsync();
        var stream = await connection.CallAsync("test.Service/Count");

        // Empty messages, each with 250 bytes of padding, until both windows would be used up.
        byte[] padded = [250, .. Frames.Of([]), .. new byte[250]];
        var frames = Enumerable.Repeat(RawConnection.Frame(Http2FrameType.Data, Http2Frame.Padded, stream, padded), 1000).SelectMany(f => f).ToArray();
        for (var sent = 0; sent < Http2Limits.ConnectionWindow + frames.Length; sent += frames.Length)
        {
            await connection.SendAsync(frames);
            await connection.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
            await connection.ReadUntilAsync(Http2FrameType.Ping);
        }

        await connection.DataAsync(stream, [], end: true);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_not_answered_without_end()
    {
        await using var server = await StartAsync();
        await using var connection = await server.ConnectAsync(initialWindow: int.MaxValue);
        await connection.WindowAsync(0, int.MaxValue - PeerSettings.DefaultWindow);
        for (var i = 0; i < 100; i++)
        {
            await BeginAsync(connection, Large);
        }

        // 100 MB are asked for; what does not fit into the buffers waits in calls that are counted.
        while (server.Grpc.CallsInFlight < 80)
        {
            await Task.Delay(1, Patience.Token);
        }

        Assert.InRange(server.Grpc.CallsInFlight, 80, 100);
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(m => m
        .AddEcho()
        .AddInlineEcho()
        .AddText(Large, (_, _) => ValueTask.FromResult(new string('x', LargeSize))));

    private static async Task<int> BeginAsync(RawConnection connection, string method)
    {
        var stream = await connection.CallAsync(method);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        return stream;
    }

    /// <summary>Reads until so many bytes of data came for a stream, and gives how many it were.</summary>
    private static async Task<int> ReadDataAsync(RawConnection connection, int stream, int bytes)
    {
        var read = 0;
        while (read < bytes)
        {
            var frame = await connection.ReadUntilAsync(Http2FrameType.Data);
            Assert.Equal(stream, frame.Stream);
            read += frame.Payload.Length;
        }

        return read;
    }

    /// <summary>Fails where DATA comes before the answer to a ping.</summary>
    private static async Task PingAsync(RawConnection connection, string why)
    {
        await connection.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
        while (await connection.ReadAsync() is { Type: not Http2FrameType.Ping } frame)
        {
            Assert.True(frame.Type != Http2FrameType.Data, why);
        }
    }
}
