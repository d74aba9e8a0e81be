using System.Globalization;
using System.IO.Pipelines;
using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.Server;

/// <summary>Writes one response: headers, messages, and the status in the trailers.</summary>
internal sealed class MessageWriter
{
    private IFeatureCollection _features = null!;
    private IHttpResponseFeature _response = null!;
    private PipeWriter? _pipe;
    private bool _announceGzip;

    public PipeWriter Pipe => _pipe ?? throw new InvalidOperationException("Begin a message before writing its bytes.");

    public bool Started => _pipe is not null;

    public bool AcceptsGzip { get; set; }

    public bool Compress { get; private set; }

    /// <summary>Where calls are counted when they are finished.</summary>
    public HandledCalls? Handled { get; set; }

    public void Bind(IFeatureCollection features)
    {
        _features = features;
        _response = features.Get<IHttpResponseFeature>()!;
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

    public void Begin(int length) => WriteFrame(new MessageFrame(false, (uint)length));

    public void Write<T>(MessageCodec<T> codec, T message)
    {
        var size = codec.GetSize(message);
        if (!Compress)
        {
            Begin(size);
            codec.Write(message, Pipe);
            return;
        }

        var plain = new System.Buffers.ArrayBufferWriter<byte>(Math.Max(1, size));
        codec.Write(message, plain);
        var compressed = GzipMessage.Compress(plain.WrittenMemory);
        WriteFrame(new MessageFrame(true, (uint)compressed.WrittenCount));
        System.Buffers.BuffersExtensions.Write(Pipe, compressed.WrittenSpan);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var result = await Pipe.FlushAsync(cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The client no longer takes the response.");
        }
    }

    /// <summary>Sets the status: in trailers after a response, or as the headers of one that has nothing else.</summary>
    public void Finish(in Status status, Metadata? trailers, Metadata? more)
    {
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

    private void WriteFrame(MessageFrame frame)
    {
        if (!Started)
        {
            Start();
        }

        frame.Write(Pipe.GetSpan(MessageFrame.Size));
        Pipe.Advance(MessageFrame.Size);
    }
}
