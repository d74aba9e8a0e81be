using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>
/// An answer's JSON, sent in pieces where it is large, so that the first travels while the next is written. One that
/// fits a piece is sent with its length, and can still be taken back for an error until it is.
/// </summary>
internal sealed class ResponseStream
{
    private const int PieceBytes = 48 * 1024;

    /// <summary>A buffer that a long answer made larger than this is not kept.</summary>
    private const int KeptBytes = 256 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(1024);

    public ResponseStream() => Json = new Utf8JsonWriter(_buffer, JsonAnswer.Style);

    public Utf8JsonWriter Json { get; }

    /// <summary>Bytes written and not sent.</summary>
    public int Pending => _buffer.WrittenCount + (int)Json.BytesPending;

    /// <summary>Whether a piece is full and should be sent.</summary>
    public bool IsPieceFull => Pending >= PieceBytes;

    public async ValueTask SendAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        Json.Flush();
        await response.BodyWriter.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }

    public void Reset()
    {
        if (_buffer.Capacity > KeptBytes)
        {
            _buffer = new ArrayBufferWriter<byte>(1024);
        }

        // The writer goes first: it holds a piece of the buffer.
        Json.Reset(_buffer);
        _buffer.ResetWrittenCount();
    }
}
