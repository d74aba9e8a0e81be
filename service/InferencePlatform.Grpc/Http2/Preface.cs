using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace InferencePlatform.Grpc.Http2;

/// <summary>What a client says first. Source: RFC 9113, 3.4.</summary>
internal static class Preface
{
    private const string TurnedAway = "This port speaks gRPC, which is HTTP/2 with prior knowledge; an HTTP/1 request came.\n";

    private static readonly byte[] Http1Answer = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: {TurnedAway.Length}\r\nConnection: close\r\n\r\n{TurnedAway}");

    private static ReadOnlySpan<byte> Expected => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>
    /// Reads the preface; false where something else came, or nothing in time. HTTP/1 is told what is spoken here, for
    /// there is probably a person behind it.
    /// </summary>
    public static async Task<bool> ReadAsync(IDuplexPipe transport, TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(Http2Limits.PrefaceTimeout, clock);
        try
        {
            while (true)
            {
                var read = await transport.Input.ReadAsync(patience.Token);
                var match = Compare(read.Buffer);
                if (match == true)
                {
                    transport.Input.AdvanceTo(read.Buffer.GetPosition(Expected.Length));
                    return true;
                }

                if (match == false && LooksLikeHttp1(read.Buffer))
                {
                    transport.Input.AdvanceTo(read.Buffer.End);
                    await transport.Output.WriteAsync(Http1Answer, patience.Token);
                    return false;
                }

                transport.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (match == false || read.IsCompleted)
                {
                    return false;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>Whether it is the preface; null where too little of it is here.</summary>
    private static bool? Compare(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[Expected.Length];
        start = start[..(int)Math.Min(bytes.Length, start.Length)];
        bytes.Slice(0, start.Length).CopyTo(start);
        return !Expected.StartsWith(start) ? false : start.Length == Expected.Length ? true : null;
    }

    private static bool LooksLikeHttp1(in ReadOnlySequence<byte> bytes)
    {
        var line = Encoding.Latin1.GetString(bytes.Slice(0, Math.Min(bytes.Length, 8)));
        return line[..Math.Max(0, line.IndexOf(' ', StringComparison.Ordinal))] is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "OPTIONS" or "PATCH";
    }
}
