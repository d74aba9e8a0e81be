using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// One call at the server, for as long as its handler runs; it is used again for later calls, so nothing may keep it.
/// </summary>
public sealed class ServerCall
{
    private readonly Http2Stream _stream;
    private readonly GrpcApplication _application;
    private readonly MessageReader _reader;
    private readonly MessageWriter _writer;
    private readonly Lock _gate = new();
    private readonly Action _handled;
    private ValueTask _handling;
    private CancellationTokenSource? _cancellation;
    private CancellationTokenSource? _keptCancellation;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private Refusal? _refusal;
    private long _clientDeadline;
    private long _deadline;

    internal ServerCall(Http2Stream stream, GrpcApplication application, MessageReaderLimits limits)
    {
        _stream = stream;
        _application = application;
        _reader = new MessageReader(limits);
        _writer = new MessageWriter(stream);
        _handled = () => _application.Finish(this, _handling);
    }

    /// <summary>Service and method as asked for, <c>/package.Service/Method</c>.</summary>
    public string Path => _stream.Head.Path;

    /// <summary>Headers the client sent, without those of HTTP and gRPC themselves.</summary>
    public Metadata RequestHeaders => _requestHeaders ??= HeaderMapping.ToMetadata(_stream.Head.Headers);

    /// <summary>Trailers sent with the status. Keys of HTTP's or gRPC's own headers are left out.</summary>
    public Metadata ResponseTrailers => _responseTrailers ??= [];

    /// <summary>The client's address, where it has one.</summary>
    public IPEndPoint? RemoteEndPoint => _stream.Connection.RemoteEndPoint;

    /// <summary>When the call began, in ticks of <see cref="Stopwatch"/>.</summary>
    public long StartTimestamp { get; private set; }

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
    public CancellationToken ConnectionClosing => _stream.Connection.ConnectionClosing;

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
        _reader.TryRead(out var message) ? ValueTask.FromResult(message) : ReadLaterAsync();

    /// <summary>The one message of a call that has one request.</summary>
    /// <exception cref="RpcException">The client sent none, or more than one.</exception>
    public ValueTask<MessageBuffer> ReadSingleAsync()
    {
        return _reader.TryRead(out var message) && _reader.Ended && message is not null
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
    public unsafe ValueTask FlushAsync() => SendAsync(null, 0);

    /// <summary>
    /// Sends what was written and, after it, bytes of the message that lie elsewhere: they go from there straight to the
    /// connection, waiting while the client takes them.
    /// </summary>
    /// <param name="bytes">The first byte. All must stay as they are until the task ends.</param>
    /// <param name="length">How many, from 0.</param>
    /// <exception cref="InvalidOperationException">The message gets more bytes than were announced.</exception>
    /// <exception cref="OperationCanceledException">The client left or the deadline passed.</exception>
    public unsafe ValueTask SendAsync(byte* bytes, int length) =>
        _writer.FlushAsync(bytes, length, HasDeadline ? CancellationToken : default);

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

    /// <summary>What is served; null where nothing was found to be.</summary>
    internal ServerMethod? Method { get; set; }

    /// <summary>The call's headers are here. Its handler begins later, by <see cref="Start"/>.</summary>
    internal void Begin()
    {
        StartTimestamp = Stopwatch.GetTimestamp();
        _clientDeadline = long.MaxValue;
        _deadline = long.MaxValue;
        Method = null;
        _writer.Reset();
        _refusal = _application.Begin(this, _stream.Head);
        _stream.Body.Begin(_refusal is null && Method!.Inline);
    }

    /// <summary>Begins the handler, on this thread where its method is such.</summary>
    internal void Start()
    {
        if (_refusal is { } refusal)
        {
            _application.Count(Method, refusal.Status.Code);
            _writer.Refuse(refusal);
        }
        else if (Method!.Inline)
        {
            Run();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(_stream, preferLocal: false);
        }
    }

    internal void Run() => _application.Run(this);

    internal void Open(string? encoding, TimeSpan? timeout, bool acceptsGzip)
    {
        if (timeout is { } left)
        {
            _clientDeadline = StartTimestamp + (long)(left.TotalSeconds * Stopwatch.Frequency);
            _deadline = _clientDeadline;
        }

        _writer.AcceptsGzip = acceptsGzip;
        _reader.Begin(_stream.Body, encoding);
    }

    /// <summary>Ends the call when its handler is done. Without an async method, which would cost memory for each call.</summary>
    internal void FinishAfter(ValueTask handling)
    {
        _handling = handling;
        handling.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_handled);
    }

    /// <summary>Ends a call whose handler came to its end.</summary>
    /// <exception cref="InvalidOperationException">The handler left a message half written.</exception>
    internal void Complete()
    {
        _writer.EnsureComplete();
        Finish(Status.Ok);
    }

    internal void Finish(in Status status, Metadata? trailers = null)
    {
        _application.Count(Method, status.Code);
        _writer.Finish(status, _responseTrailers, ReferenceEquals(trailers, _responseTrailers) ? null : trailers);
    }

    internal bool ClientLeft() => _stream.IsBroken;

    /// <summary>
    /// The client reset the call, or its connection broke: signals the token. The call may be over meanwhile, and this
    /// one carry the next, which is not to be told.
    /// </summary>
    internal void Cancel()
    {
        CancellationTokenSource? cancellation;
        lock (_gate)
        {
            if (!ClientLeft())
            {
                return;
            }

            cancellation = _cancellation;
            _keptCancellation = null;
        }

        cancellation?.Cancel();
    }

    /// <summary>The call is over: gives back what it held.</summary>
    internal void Reset()
    {
        _reader.End();
        lock (_gate)
        {
            // One that a client's leaving signals is not used again: that may be under way.
            if (ClientLeft() || _cancellation?.TryReset() == false)
            {
                _keptCancellation = null;
            }

            _cancellation = null;
        }

        _requestHeaders = null;
        _responseTrailers = null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<MessageBuffer?> ReadLaterAsync() => await _reader.ReadAsync(HasDeadline ? CancellationToken : default);

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

    /// <summary>A handler that reads on one task and writes on another may be here twice at once.</summary>
    private CancellationTokenSource CreateCancellation()
    {
        lock (_gate)
        {
            if (_cancellation is not null)
            {
                return _cancellation;
            }

            _cancellation = _keptCancellation ??= new CancellationTokenSource();
            if (HasDeadline)
            {
                _cancellation.CancelAfter(TimeLeft);
            }

            if (ClientLeft())
            {
                _ = _cancellation.CancelAsync();
            }

            return _cancellation;
        }
    }
}
