using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.Server;

/// <summary>Writes one response: headers, messages, and the status in the trailers.</summary>
internal sealed class MessageWriter
{
    private readonly MessageOutput _output = new();
    private IFeatureCollection _features = null!;
    private IHttpResponseFeature _response = null!;
    private PipeWriter? _pipe;
    private bool _announceGzip;

    /// <summary>Takes the bytes of a message that was begun.</summary>
    public MessageOutput Output => _output;

    public bool Started => _pipe is not null;

    /// <summary>Bytes of messages begun since the last flush.</summary>
    public long Unsent { get; private set; }

    public bool AcceptsGzip { get; set; }

    public bool Compress { get; private set; }

    /// <summary>Where calls are counted when they are finished.</summary>
    public HandledCalls? Handled { get; set; }

    public void Bind(IFeatureCollection features)
    {
        _features = features;
        _response = features.Get<IHttpResponseFeature>()!;
        _output.Reset();
        Unsent = 0;
        _pipe = null;
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

        _response.Headers.ContentType = GrpcHeaders.ContentType;
        if (_announceGzip)
        {
            _response.Headers[GrpcHeaders.Encoding] = GrpcHeaders.Gzip;
        }

        if (headers is not null)
        {
            HeaderMapping.Append(_response.Headers, headers);
        }

        _pipe = _features.Get<IHttpResponseBodyFeature>()!.Writer;
    }

    public void Begin(int length) => Begin(length, compressed: false);

    public void Write<T>(MessageCodec<T> codec, T message)
    {
        var size = codec.GetSize(message);
        if (!Compress || size == 0)
        {
            Begin(size);
            codec.Write(message, _output);
            _output.EnsureComplete();
            return;
        }

        var plain = new ArrayBufferWriter<byte>(size);
        codec.Write(message, plain);
        var compressed = GzipMessage.Compress(plain.WrittenMemory);
        Begin(compressed.WrittenCount, compressed: true);
        _output.Write(compressed.WrittenSpan);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var pipe = _pipe ?? throw new InvalidOperationException("There is nothing to send yet: send headers or begin a message first.");
        _output.Drain();
        Unsent = 0;
        var result = await pipe.FlushAsync(cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new ClientLeftException();
        }
    }

    /// <summary>Makes sure that no message is left half written.</summary>
    /// <exception cref="InvalidOperationException">One is.</exception>
    public void EnsureComplete() => _output.EnsureComplete();

    /// <summary>Sets the status: in trailers after a response, or as the headers of one that has nothing else.</summary>
    public void Finish(in Status status, Metadata? trailers, Metadata? more)
    {
        _output.Drain();
        Handled?.Count(status.Code);
        var target = Started
            ? _features.Get<IHttpResponseTrailersFeature>()!.Trailers
            : _response.Headers;
        if (!Started)
        {
            _response.Headers.ContentType = GrpcHeaders.ContentType;
        }

        target[GrpcHeaders.Status] = ((int)status.Code).ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
        {
            target[GrpcHeaders.Message] = PercentEncoding.Encode(status.Detail);
        }

        foreach (var metadata in (ReadOnlySpan<Metadata?>)[trailers, more])
        {
            if (metadata is not null)
            {
                HeaderMapping.Append(target, metadata);
            }
        }
    }

    private void Begin(int length, bool compressed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _output.EnsureComplete();
        if (!Started)
        {
            Start();
        }

        _output.Begin(_pipe!, new MessageFrame(compressed, (uint)length));
        Unsent += MessageFrame.Size + length;
    }
}
