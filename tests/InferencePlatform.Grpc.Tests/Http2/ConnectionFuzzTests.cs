using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>
/// Frames of all kinds in any order, some of them damaged, from a client that then goes. Whatever they do to their
/// connection, no error is logged, nothing stays taken (<see cref="TestServer.DisposeAsync"/>), and others are served.
/// </summary>
public sealed class ConnectionFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_frames_in_any_order_harm_nobody(int seed)
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho().AddInlineEcho().AddWait(new Gate()));
        var random = new Random(seed);
        for (var i = 0; i < 150; i++)
        {
            await using (var connection = await server.ConnectAsync(random.Next(3) == 0 ? 10 : 65_535))
            {
                var bytes = Enumerable.Range(0, random.Next(1, 60)).SelectMany(_ => RandomFrame(random)).ToArray();
                for (var changes = random.Next(4); changes > 0; changes--)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                }

                foreach (var piece in bytes.Chunk(random.Next(1, bytes.Length + 1)))
                {
                    await connection.SendAsync(piece);
                }
            }

            await server.UntilIdleAsync();
        }

        Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
    }

    private static byte[] RandomFrame(Random random)
    {
        var stream = (2 * random.Next(20)) + 1;
        var method = (string[])[Methods.Echo, Methods.InlineEcho, Methods.Wait, "test.Service/Other"];
        var end = (byte)random.Next(2);
        switch (random.Next(12))
        {
            case < 4:
                return RawConnection.Frame(Http2FrameType.Headers, (byte)(Http2Frame.EndHeaders | end), stream, RawConnection.Block(method[random.Next(4)], ("grpc-timeout", "50m")));
            case < 8:
                var message = Frames.OfText(new string('x', random.Next(300)));
                return RawConnection.Frame(Http2FrameType.Data, end, stream, message.AsSpan(0, random.Next(5) == 0 ? random.Next(message.Length) : message.Length));
            case 8:
                return RawConnection.Frame(Http2FrameType.RstStream, 0, stream, 0, 0, 0, 8);
            case 9:
                return RawConnection.Frame(Http2FrameType.WindowUpdate, 0, random.Next(2) == 0 ? 0 : stream, 0, 0, (byte)random.Next(256), 1);
            case 10:
                return RawConnection.Frame(Http2FrameType.Settings, 0, 0, 0, 4, 0, 0, (byte)random.Next(256), (byte)random.Next(256));
            default:
                var noise = new byte[random.Next(30)];
                random.NextBytes(noise);
                return RawConnection.Frame((Http2FrameType)random.Next(12), (byte)random.Next(256), stream, noise);
        }
    }
}
