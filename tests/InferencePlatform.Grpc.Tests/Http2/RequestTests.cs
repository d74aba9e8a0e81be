using System.Net.Sockets;
using System.Text;
using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>Forms in which a request may come, and how a connection is spoken to beside it.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Headers_may_come_in_pieces_and_padded()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        var block = RawConnection.Block(Methods.Echo);
        for (var cut = 0; cut <= block.Length; cut += 7)
        {
            var stream = await connection.HeadersAsync([3, .. block[..cut], 0, 0, 0], Http2Frame.Padded);
            await connection.SendAsync(Http2FrameType.Continuation, 0, stream, block[cut..]);
            await connection.SendAsync(Http2FrameType.Continuation, Http2Frame.EndHeaders, stream, []);
            await connection.DataAsync(stream, Frames.OfText("x"), end: true);
            Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
        }
    }

    [Fact]
    public async Task A_call_is_the_same_in_whatever_pieces_its_bytes_come()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho().AddInlineEcho());
        foreach (var method in (string[])[Methods.Echo, Methods.InlineEcho])
        {
            await using var connection = await server.ConnectAsync();
            var stream = -1;
            for (var size = 1; size < 200; size += 3)
            {
                stream += 2;
                byte[] call =
                [
                    .. RawConnection.Frame(Http2FrameType.Headers, Http2Frame.EndHeaders, stream, RawConnection.Block(method)),
                    .. RawConnection.Frame(Http2FrameType.Data, Http2Frame.EndStream, stream, Frames.OfText("hello")),
                ];
                foreach (var piece in call.Chunk(size))
                {
                    await connection.SendAsync(piece);
                }

                Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
            }
        }
    }

    [Fact]
    public async Task Trailers_end_a_request()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        var stream = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(stream, Frames.OfText("x"));
        await connection.SendAsync(Http2FrameType.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, stream, RawConnection.Encode(("checksum", "1")));
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(stream));
    }

    [Fact]
    public async Task A_request_that_is_not_over_when_its_answer_is_is_told_that_the_rest_is_not_wanted()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        var stream = await connection.CallAsync("test.Service/Other");
        Assert.Equal(StatusCode.Unimplemented, await connection.StatusOfAsync(stream));
        Assert.Equal((int)Http2Error.None, (await connection.ReadUntilAsync(Http2FrameType.RstStream)).Error);
    }

    [Fact]
    public async Task A_client_that_keeps_no_table_is_told_that_none_is_used()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            var stream = await connection.CallAsync(Methods.Echo);
            await connection.DataAsync(stream, Frames.OfText("x"), end: true);
            var headers = await connection.ReadUntilAsync(Http2FrameType.Headers);
            Assert.Equal(i == 0 ? 0x20 : 0x88, headers.Payload[0]);
            await connection.StatusOfAsync(stream);
        }
    }

    [Fact]
    public async Task A_connection_told_to_go_serves_what_was_on_its_way_and_then_refuses()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate).AddEcho());
        await using var connection = await server.ConnectAsync();
        var first = await connection.CallAsync(Methods.Wait);
        await connection.DataAsync(first, Frames.OfText("x"), end: true);
        await gate.OneAsync();
        var stopping = server.Grpc.StopAsync(Patience.Token);
        Assert.Equal(int.MaxValue, LastStream(await connection.ReadUntilAsync(Http2FrameType.GoAway)));
        var ping = await connection.ReadUntilAsync(Http2FrameType.Ping);

        var second = await connection.CallAsync(Methods.Wait);
        await connection.DataAsync(second, Frames.OfText("x"), end: true);
        await gate.OneAsync();
        await connection.SendAsync(Http2FrameType.Ping, Http2Frame.Ack, 0, ping.Payload);
        Assert.Equal(second, LastStream(await connection.ReadUntilAsync(Http2FrameType.GoAway)));

        await connection.CallAsync(Methods.Echo);
        Assert.Equal((int)Http2Error.RefusedStream, (await connection.ReadUntilAsync(Http2FrameType.RstStream)).Error);
        gate.LetGo();
        await connection.ReadToEndAsync();
        await stopping;
    }

    [Fact]
    public async Task HTTP_1_is_told_what_is_spoken_here()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        using var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint, Patience.Token);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Patience.Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(Patience.Token);
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("gRPC", answer, StringComparison.Ordinal);
    }

    private static int LastStream(Http2Frame goAway) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(goAway.Payload);
}
