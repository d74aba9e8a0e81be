using System.Net.Sockets;
using System.Text;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

/// <summary>How connections end: by the server's stop, by age, by silence.</summary>
public sealed class ConnectionLifeTests
{
    [Fact]
    public async Task A_stopping_server_says_GOAWAY_finishes_its_calls_and_takes_no_new_connection()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate));
        var endpoint = server.EndPoint;
        await using var connection = await server.ConnectAsync();
        var stream = await WaitingCallAsync(connection, gate);

        var stopping = server.Grpc.StopAsync(Patience.Token);
        Assert.Equal(0, ErrorOf(await connection.ReadUntilAsync(Http2FrameType.GoAway)));
        await Assert.ThrowsAnyAsync<SocketException>(() => RawConnection.OpenAsync(endpoint, 0));
        Assert.False(stopping.IsCompleted);

        gate.LetGo();
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
        await connection.DisposeAsync();
        await stopping;
    }

    [Fact]
    public async Task A_server_that_may_wait_no_longer_aborts_the_calls_left()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate));
        await using var connection = await server.ConnectAsync();
        await WaitingCallAsync(connection, gate);
        using var grace = new CancellationTokenSource();
        var stopping = server.Grpc.StopAsync(grace.Token);
        await connection.ReadUntilAsync(Http2FrameType.GoAway);
        await grace.CancelAsync();
        await stopping;
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task An_idle_connection_of_age_is_asked_to_go_and_closed()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho(), o => o.MaxConnectionAge = TimeSpan.FromMilliseconds(100));
        await using var connection = await server.ConnectAsync();
        var frames = await connection.ReadToEndAsync();
        Assert.Contains(frames, f => f.Type == Http2FrameType.GoAway);
        Assert.All(frames.Where(f => f.Type == Http2FrameType.GoAway), f => Assert.Equal(0, ErrorOf(f)));
    }

    [Fact]
    public async Task An_idle_connection_that_is_not_of_age_stays()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        await PingAsync(connection);
        var ending = connection.ReadToEndAsync();

        // The server looks at its connections once a second.
        Assert.NotSame(ending, await Task.WhenAny(ending, Task.Delay(2500, Patience.Token)));
    }

    [Fact]
    public async Task A_busy_connection_of_age_is_asked_to_go_and_finishes_its_call()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate), o => o.MaxConnectionAge = TimeSpan.FromMilliseconds(1500));
        await using var connection = await server.ConnectAsync();
        var stream = await WaitingCallAsync(connection, gate);
        await connection.ReadUntilAsync(Http2FrameType.GoAway);
        gate.LetGo();
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
        await connection.ReadToEndAsync();
    }

    [Fact]
    public async Task A_call_that_outlasts_the_grace_after_its_connections_age_is_aborted()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate), o =>
        {
            o.MaxConnectionAge = TimeSpan.FromMilliseconds(1500);
            o.MaxConnectionAgeGrace = TimeSpan.FromMilliseconds(50);
        });
        await using var connection = await server.ConnectAsync();
        await WaitingCallAsync(connection, gate);
        await connection.ReadToEndAsync();
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_own_bytes()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        await connection.SendAsync(Http2FrameType.Ping, 0, 0, "12345678"u8.ToArray());
        var pong = await connection.ReadUntilAsync(Http2FrameType.Ping);
        Assert.Equal(Http2Frame.Ack, pong.Flags);
        Assert.Equal("12345678", Encoding.ASCII.GetString(pong.Payload));
    }

    [Fact]
    public async Task A_silent_connection_is_pinged_and_closed_when_it_does_not_answer()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho(), o =>
        {
            o.KeepAliveTime = TimeSpan.FromSeconds(1);
            o.KeepAliveTimeout = TimeSpan.FromSeconds(1);
        });
        await using var connection = await server.ConnectAsync();
        var frames = await connection.ReadToEndAsync();
        Assert.Contains(frames, f => f.Type == Http2FrameType.Ping && f.Flags == 0);
    }

    [Fact]
    public async Task Connections_over_the_limit_are_closed_and_taken_again_when_others_end()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho(), o => o.MaxConnections = 1);
        await using (var first = await server.ConnectAsync())
        {
            await PingAsync(first);
            await using var second = await server.ConnectAsync();
            Assert.Empty(await second.ReadToEndAsync());
        }

        while (true)
        {
            await using var next = await server.ConnectAsync();
            await next.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
            if (await next.ReadAsync() is not null)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task What_is_not_HTTP_2_is_turned_away_and_harms_nobody()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        foreach (var garbage in (string[])["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense, nonsense"])
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server.EndPoint, Patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(garbage), Patience.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, Patience.Token);
        }

        Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
    }

    [Fact]
    public async Task Frames_for_streams_that_were_never_opened_end_their_connection_only()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        await connection.DataAsync(7, [1, 2, 3]);
        Assert.NotEqual(0, ErrorOf(await connection.ReadUntilAsync(Http2FrameType.GoAway)));
        Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
    }

    private static async Task<int> WaitingCallAsync(RawConnection connection, Gate gate)
    {
        var stream = await connection.CallAsync(Methods.Wait);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        await gate.OneAsync();
        return stream;
    }

    private static async Task PingAsync(RawConnection connection)
    {
        await connection.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
        await connection.ReadUntilAsync(Http2FrameType.Ping);
    }

    private static int ErrorOf(Http2Frame goAway) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(goAway.Payload.AsSpan(4));
}
