using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>
/// HTTP/2 frame by frame, for what no proper client does: the little of it that the tests need, with the server's use
/// of header compression turned off as far as the protocol allows.
/// </summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly NetworkStream _stream;
    private int _lastStream = -1;

    private RawConnection(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true);

    public static Task<RawConnection> OpenAsync(IPEndPoint server, int initialWindow)
    {
        var settings = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(settings, 1); // SETTINGS_HEADER_TABLE_SIZE = 0
        BinaryPrimitives.WriteUInt16BigEndian(settings.AsSpan(6), 4); // SETTINGS_INITIAL_WINDOW_SIZE
        BinaryPrimitives.WriteInt32BigEndian(settings.AsSpan(8), initialWindow);
        return OpenAsync(server, Frame(Http2FrameType.Settings, 0, 0, settings));
    }

    /// <summary>Opens a connection, and sends the preface and these bytes.</summary>
    public static async Task<RawConnection> OpenAsync(IPEndPoint server, byte[] first)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, Patience.Token);
        var connection = new RawConnection(socket);
        await connection.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await connection.SendAsync(first);
        return connection;
    }

    /// <summary>A frame's bytes.</summary>
    public static byte[] Frame(Http2FrameType type, byte flags, int stream, params ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>The header block of a call, and what more is asked for.</summary>
    public static byte[] Block(string method, params (string Name, string Value)[] headers) =>
        [.. Encode((":method", "POST"), (":scheme", "http"), (":path", "/" + method), (":authority", "test"), ("te", "trailers"), ("content-type", "application/grpc")), .. Encode(headers)];

    /// <summary>Headers as literals.</summary>
    public static byte[] Encode(params (string Name, string Value)[] headers) => [.. headers.SelectMany(h => Literal(h.Name, h.Value))];

    public Task SendAsync(Http2FrameType type, byte flags, int stream, byte[] payload) => SendAsync(Frame(type, flags, stream, payload));

    /// <summary>Sends bytes that may be frames.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes, Patience.Token);
        }
        catch (IOException)
        {
            // The server closed the connection; reading from it says so.
        }
    }

    /// <summary>Begins a call and gives its stream's number.</summary>
    public Task<int> CallAsync(string method, params (string Name, string Value)[] headers) =>
        HeadersAsync(Block(method, headers), Http2Frame.EndHeaders);

    /// <summary>Opens a stream with a header block and gives its number.</summary>
    public async Task<int> HeadersAsync(byte[] block, byte flags)
    {
        _lastStream += 2;
        await SendAsync(Http2FrameType.Headers, flags, _lastStream, block);
        return _lastStream;
    }

    public Task DataAsync(int stream, byte[] bytes, bool end = false) =>
        SendAsync(Http2FrameType.Data, end ? Http2Frame.EndStream : (byte)0, stream, bytes);

    public Task ResetAsync(int stream) => SendAsync(Http2FrameType.RstStream, 0, stream, [0, 0, 0, 8]); // CANCEL

    public Task WindowAsync(int stream, int bytes)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, bytes);
        return SendAsync(Http2FrameType.WindowUpdate, 0, stream, payload);
    }

    /// <summary>The next frame that is not SETTINGS, which are answered here; null when the server closed.</summary>
    public async Task<Http2Frame?> ReadAsync()
    {
        while (await ReadAnyAsync() is { } frame)
        {
            if (frame.Type != Http2FrameType.Settings)
            {
                return frame;
            }

            if ((frame.Flags & Http2Frame.Ack) == 0)
            {
                await SendAsync(Http2FrameType.Settings, Http2Frame.Ack, 0, []);
            }
        }

        return null;
    }

    /// <summary>Reads on to a frame of this type; fails where the server closes first.</summary>
    public async Task<Http2Frame> ReadUntilAsync(Http2FrameType type)
    {
        while (true)
        {
            var frame = await ReadAsync();
            Assert.NotNull(frame);
            if (frame.Type == type)
            {
                return frame;
            }
        }
    }

    /// <summary>Reads on until the server closes, and gives the frames.</summary>
    public async Task<IReadOnlyList<Http2Frame>> ReadToEndAsync()
    {
        var frames = new List<Http2Frame>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Reads on to the end of a call and gives its status, or none where the stream was reset.</summary>
    public async Task<StatusCode?> StatusOfAsync(int stream)
    {
        StatusCode? status = null;
        while (true)
        {
            var frame = await ReadAsync();
            Assert.NotNull(frame);
            if (frame.Stream != stream)
            {
                continue;
            }

            if (frame.Type == Http2FrameType.Headers && HeaderValue(frame.Payload, "grpc-status") is { } text)
            {
                status = (StatusCode)int.Parse(text, provider: null);
            }

            if (frame.EndsStream)
            {
                return status;
            }
        }
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    /// <summary>The server writes names and values it has no table entry for as they are, so they can be searched for.</summary>
    private static string? HeaderValue(byte[] block, string name)
    {
        var at = block.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name));
        return at < 0 ? null : Encoding.ASCII.GetString(block, at + name.Length + 1, block[at + name.Length]);
    }

    /// <summary>A header as a literal without indexing, name and value without Huffman coding (RFC 7541, 6.2.2).</summary>
    private static byte[] Literal(string name, string value)
    {
        Assert.InRange(value.Length, 0, 126);
        return [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.Latin1.GetBytes(value)];
    }

    private async Task<Http2Frame?> ReadAnyAsync()
    {
        var header = new byte[9];
        try
        {
            if (await _stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, Patience.Token) < header.Length)
            {
                return null;
            }

            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >>> 8];
            await _stream.ReadExactlyAsync(payload, Patience.Token);
            return new Http2Frame((Http2FrameType)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue, payload);
        }
        catch (IOException)
        {
            // The server aborted the connection.
            return null;
        }
    }
}
