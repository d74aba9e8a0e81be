using System.Buffers;
using System.Globalization;
using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Http2.Hpack;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Server;

/// <summary>Writes one response: headers, messages, and the status in the trailers.</summary>
internal sealed class MessageWriter(Http2Stream stream)
{
    private readonly ArrayBufferWriter<byte> _headerBlock = new(1);
    private readonly ArrayBufferWriter<byte> _trailerBlock = new(1);
    private ReadOnlyMemory<byte> _headers;
    private bool _announceGzip;

    /// <summary>Takes the bytes of a message that was begun.</summary>
    public MessageOutput Output { get; } = new(stream.Response);

    public bool Started { get; private set; }

    public bool AcceptsGzip { get; set; }

    public bool Compress { get; private set; }

    public void Reset()
    {
        Output.Reset();
        _headers = default;
        Started = false;
        _announceGzip = false;
        Compress = false;
        AcceptsGzip = false;
    }

    public void SetCompress(bool value)
    {
        _announceGzip |= !Started && AcceptsGzip;
        Compress = value && _announceGzip;
    }

    /// <summary>Begins the response with headers; later metadata can only be trailers.</summary>
    public void Start(Metadata? headers = null)
    {
        if (Started)
        {
            throw new InvalidOperationException("The response has begun, so its headers can no longer change; use trailers.");
        }

        Started = true;
        _headers = ResponseBlocks.Headers;
        if (!_announceGzip && headers is not { Count: > 0 })
        {
            return;
        }

        _headerBlock.ResetWrittenCount();
        _headerBlock.Write(_headers.Span);
        if (_announceGzip)
        {
            HpackEncoder.Write(_headerBlock, GrpcHeaders.Encoding, GrpcHeaders.Gzip);
        }

        if (headers is not null)
        {
            HeaderMapping.Write(_headerBlock, headers);
        }

        _headers = _headerBlock.WrittenMemory;
    }

    public void Begin(int length) => Begin(length, compressed: false);

    public void Write<T>(MessageCodec<T> codec, T message)
    {
        var size = codec.GetSize(message);
        if (!Compress || size == 0)
        {
            Begin(size);
            codec.Write(message, Output);
            Output.EnsureComplete();
            return;
        }

        var plain = new ArrayBufferWriter<byte>(size);
        codec.Write(message, plain);
        var compressed = GzipMessage.Compress(plain.WrittenMemory);
        Begin(compressed.WrittenCount, compressed: true);
        Output.Write(compressed.WrittenSpan);
    }

    /// <summary>Sends what was written and, after it, bytes of the message that stay where they are until they are sent.</summary>
    public unsafe ValueTask FlushAsync(byte* outside, int length, CancellationToken cancellationToken)
    {
        if (!Started)
        {
            throw new InvalidOperationException("There is nothing to send yet: send headers or begin a message first.");
        }

        if (length > 0)
        {
            Output.Take(length);
        }

        return stream.Connection.FlushAsync(stream, TakeHeaders(), outside, length, cancellationToken);
    }

    /// <summary>Makes sure that no message is left half written.</summary>
    /// <exception cref="InvalidOperationException">One is.</exception>
    public void EnsureComplete() => Output.EnsureComplete();

    /// <summary>Ends the response with a status: in trailers, or as the headers of one that has nothing else.</summary>
    public void Finish(in Status status, Metadata? trailers, Metadata? more)
    {
        if (Started && status.Code == StatusCode.OK && status.Detail.Length == 0 && trailers is not { Count: > 0 } && more is null)
        {
            stream.Connection.End(stream, TakeHeaders(), ResponseBlocks.TrailersOfOk);
            return;
        }

        _trailerBlock.ResetWrittenCount();
        if (!Started)
        {
            _trailerBlock.Write(ResponseBlocks.Headers.Span);
        }

        WriteStatus(status);
        foreach (var metadata in (ReadOnlySpan<Metadata?>)[trailers, more])
        {
            if (metadata is not null)
            {
                HeaderMapping.Write(_trailerBlock, metadata);
            }
        }

        stream.Connection.End(stream, TakeHeaders(), _trailerBlock.WrittenMemory);
    }

    /// <summary>Answers what is no call.</summary>
    public void Refuse(Refusal refusal)
    {
        _trailerBlock.ResetWrittenCount();
        HpackEncoder.WriteStatus(_trailerBlock, refusal.HttpStatus);
        HpackEncoder.Write(_trailerBlock, "content-type", GrpcHeaders.ContentType);
        if (refusal.Header is { } header)
        {
            HpackEncoder.Write(_trailerBlock, header, refusal.Value);
        }

        WriteStatus(refusal.Status);
        stream.Connection.End(stream, default, _trailerBlock.WrittenMemory);
    }

    private void WriteStatus(in Status status)
    {
        HpackEncoder.Write(_trailerBlock, GrpcHeaders.Status, ((int)status.Code).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0)
        {
            HpackEncoder.Write(_trailerBlock, GrpcHeaders.Message, PercentEncoding.Encode(status.Detail));
        }
    }

    private ReadOnlyMemory<byte> TakeHeaders()
    {
        var headers = _headers;
        _headers = default;
        return headers;
    }

    private void Begin(int length, bool compressed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Output.EnsureComplete();
        if (!Started)
        {
            Start();
        }

        Output.Begin(new MessageFrame(compressed, (uint)length));
    }
}
