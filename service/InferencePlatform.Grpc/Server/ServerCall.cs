using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// One call at the server, for as long as its handler runs; it is used again for later calls, so nothing may keep it.
/// </summary>
public sealed class ServerCall
{
    private readonly MessageReader _reader;
    private readonly MessageWriter _writer = new();
    private IHttpRequestFeature _request = null!;
    private CancellationTokenSource? _cancellation;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private long _clientDeadline;
    private long _deadline;

    internal ServerCall(MessageReaderLimits limits) => _reader = new MessageReader(limits);

    /// <summary>Service and method as asked for, <c>/package.Service/Method</c>.</summary>
    public string Path => _request.Path;

    /// <summary>Headers the client sent, without those of HTTP and gRPC themselves.</summary>
    public Metadata RequestHeaders => _requestHeaders ??= HeaderMapping.ToMetadata(_request.Headers);

    /// <summary>Trailers sent with the status. Keys of HTTP's or gRPC's own headers are left out.</summary>
    public Metadata ResponseTrailers => _responseTrailers ??= [];

    /// <summary>The client's address, where it has one.</summary>
    public IPEndPoint? RemoteEndPoint =>
        Features.Get<IHttpConnectionFeature>() is { RemoteIpAddress: { } address } connection
            ? new IPEndPoint(address, connection.RemotePort)
            : null;

    /// <summary>What the server underneath knows of the request.</summary>
    public IFeatureCollection Features { get; private set; } = null!;

    /// <summary>When the call began, in ticks of <see cref="Stopwatch"/>.</summary>
    public long StartTimestamp { get; private set; }

    /// <summary>Where the call is counted when it is finished.</summary>
    internal HandledCalls Handled
    {
        set => _writer.Handled = value;
    }

    /// <summary>Time left until the deadline, zero when it passed; infinite where the client set none.</summary>
    public TimeSpan TimeLeft => _deadline == long.MaxValue
        ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromTicks(Math.Max(0, Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _deadline).Ticks));

    /// <summary>Whether the client set a deadline and it passed.</summary>
    /// <remarks>
    /// Timers run by a coarser clock and may signal the token some milliseconds early; once they did, it has passed.
    /// </remarks>
    public bool DeadlinePassed => HasDeadline &&
        (Stopwatch.GetTimestamp() >= _deadline || (_cancellation is { IsCancellationRequested: true } && !ClientLeft()));

    /// <summary>Whether nobody waits for the answer any more: the deadline passed, or the client left.</summary>
    public bool IsOver => DeadlinePassed || ClientLeft();

    /// <summary>Whether the client set a deadline.</summary>
    public bool HasDeadline => _deadline != long.MaxValue;

    /// <summary>
    /// Signalled when the deadline passes or the client leaves. Made when first asked for: a handler that never waits
    /// need not pay for it.
    /// </summary>
    public CancellationToken CancellationToken => (_cancellation ?? CreateCancellation()).Token;

    /// <summary>
    /// Signalled when the connection is asked to go away, by age or because the server stops. A handler that would else
    /// never end should end then, for the connection stays open as long as it does.
    /// </summary>
    public CancellationToken ConnectionClosing =>
        Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;

    /// <summary>Room for what a handler wants to keep from call to call instead of making it anew.</summary>
    public object? Scratch { get; set; }

    /// <summary>
    /// Whether the next message is compressed, where the client accepts it. Setting it before the first message, to
    /// either value, announces the codec.
    /// </summary>
    public bool Compress
    {
        get => _writer.Compress;
        set => _writer.SetCompress(value);
    }

    /// <summary>Whether the message read last came compressed; false before the first.</summary>
    public bool LastMessageWasCompressed => _reader.LastWasCompressed;

    /// <summary>Where a message's bytes go after <see cref="BeginMessage"/>.</summary>
    public MessageOutput Output => _writer.Output;

    /// <summary>The next message, which is the caller's to dispose, or null when the client has sent all of them.</summary>
    /// <exception cref="RpcException">The message is malformed or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The client left or the deadline passed.</exception>
    public ValueTask<MessageBuffer?> ReadAsync() =>
        TryRead(out var message) ? ValueTask.FromResult(message) : ReadLaterAsync();

    /// <summary>The one message of a call that has one request.</summary>
    /// <exception cref="RpcException">The client sent none, or more than one.</exception>
    public ValueTask<MessageBuffer> ReadSingleAsync()
    {
        return TryRead(out var message) && _reader.Ended && message is not null
            ? ValueTask.FromResult(message)
            : ReadSingleSlowAsync(message);
    }

    /// <summary>Writes one message; it may stay in the server's buffers until the call ends or <see cref="FlushAsync"/>.</summary>
    public ValueTask WriteAsync<T>(MessageCodec<T> codec, T message)
    {
        ArgumentNullException.ThrowIfNull(codec);
        _writer.Write(codec, message);
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Begins an uncompressed message of exactly this many bytes, which the caller writes to <see cref="Output"/>; a
    /// call that ends with fewer fails.
    /// </summary>
    /// <param name="length">Bytes, not negative.</param>
    /// <exception cref="InvalidOperationException">The message before is not whole yet.</exception>
    public void BeginMessage(int length) => _writer.Begin(length);

    /// <summary>Sends what was written, waiting while the client takes it.</summary>
    /// <exception cref="OperationCanceledException">The client left or the deadline passed.</exception>
    public ValueTask FlushAsync() => _writer.FlushAsync(HasDeadline ? CancellationToken : default);

    /// <summary>
    /// Sends initial metadata now, before the first message. Keys of HTTP's or gRPC's own headers are left out.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are sent already.</exception>
    public ValueTask SendHeadersAsync(Metadata headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        _writer.Start(headers);
        return FlushAsync();
    }

    /// <summary>
    /// Makes the deadline no later than this from now, however late the client's is; infinite leaves the client's. A
    /// later limit replaces an earlier one, so that each message of a stream may have its own.
    /// </summary>
    public void LimitTime(TimeSpan limit)
    {
        var before = _deadline;
        _deadline = limit == Timeout.InfiniteTimeSpan
            ? _clientDeadline
            : Math.Min(_clientDeadline, Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency));
        _cancellation?.CancelAfter(TimeLeft);
        if (before != long.MaxValue && _cancellation is { IsCancellationRequested: true })
        {
            // A token that was signalled stays so, and what ends because of it must find why.
            _deadline = before;
        }
    }

    /// <summary>
    /// Whether more is written than goes into the connection's buffers. The call then lasts until the client took it:
    /// what waits for a slow client must belong to a call that is counted.
    /// </summary>
    internal bool HasMuchToSend => _writer.Unsent > FlowControl.ResponseBufferSize;

    internal void Begin(IFeatureCollection features)
    {
        Features = features;
        StartTimestamp = Stopwatch.GetTimestamp();
        _request = features.Get<IHttpRequestFeature>()!;
        _clientDeadline = long.MaxValue;
        _deadline = long.MaxValue;
        _writer.Bind(features);
    }

    internal void Open(string? encoding, TimeSpan? timeout, bool acceptsGzip)
    {
        if (timeout is { } left)
        {
            _clientDeadline = StartTimestamp + (long)(left.TotalSeconds * Stopwatch.Frequency);
            _deadline = _clientDeadline;
        }

        _writer.AcceptsGzip = acceptsGzip;
        _reader.Begin(Features.Get<IRequestBodyPipeFeature>()!.Reader, encoding);
    }

    /// <summary>Ends a call whose handler came to its end.</summary>
    /// <exception cref="InvalidOperationException">The handler left a message half written.</exception>
    internal void Complete()
    {
        _writer.EnsureComplete();
        Finish(Status.Ok);
    }

    internal void Finish(in Status status, Metadata? trailers = null) =>
        _writer.Finish(status, _responseTrailers, ReferenceEquals(trailers, _responseTrailers) ? null : trailers);

    internal bool ClientLeft() => Features.Get<IHttpRequestLifetimeFeature>()!.RequestAborted.IsCancellationRequested;

    internal void Reset()
    {
        _reader.End();
        _cancellation?.Dispose();
        _cancellation = null;
        _requestHeaders = null;
        _responseTrailers = null;
    }

    private bool TryRead(out MessageBuffer? message)
    {
        try
        {
            return _reader.TryRead(out message);
        }
        catch (Exception e) when (IsLeaving(e))
        {
            throw new ClientLeftException(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<MessageBuffer?> ReadLaterAsync()
    {
        try
        {
            return await _reader.ReadAsync(HasDeadline ? CancellationToken : default);
        }
        catch (Exception e) when (IsLeaving(e))
        {
            throw new ClientLeftException(e);
        }
    }

    /// <summary>How Kestrel ends a request's body when its stream or connection ends before it.</summary>
    private static bool IsLeaving(Exception e) => e is IOException or ConnectionAbortedException;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<MessageBuffer> ReadSingleSlowAsync(MessageBuffer? first)
    {
        // That a wrong number of messages is UNIMPLEMENTED is the protocol's choice: grpc/grpc, doc/statuscodes.md.
        var message = first ?? await ReadAsync()
            ?? throw new RpcException(StatusCode.Unimplemented, $"{Path} takes one request message and none came.");
        try
        {
            if (_reader.Ended || await ReadAsync() is not { } second)
            {
                return message;
            }

            second.Dispose();
            throw new RpcException(StatusCode.Unimplemented, $"{Path} takes one request message and more came.");
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private CancellationTokenSource CreateCancellation()
    {
        var clientLeft = Features.Get<IHttpRequestLifetimeFeature>()!.RequestAborted;
        var source = CancellationTokenSource.CreateLinkedTokenSource(clientLeft);
        if (HasDeadline)
        {
            source.CancelAfter(TimeLeft);
        }

        // A handler that reads on one task and writes on another may be here twice at once.
        if (Interlocked.CompareExchange(ref _cancellation, source, null) is { } first)
        {
            source.Dispose();
            return first;
        }

        return source;
    }
}
