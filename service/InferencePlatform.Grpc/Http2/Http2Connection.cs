using System.Buffers.Binary;
using System.Net;
using System.Text;
using InferencePlatform.Grpc.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// HTTP/2 on one connection that Kestrel accepted, from its preface to its end. What is read is in the other files of
/// this class. Source: RFC 9113.
/// </summary>
internal sealed partial class Http2Connection
{
    private readonly ConnectionContext _context;
    private readonly GrpcApplication _application;
    private readonly GrpcServerOptions _options;
    private readonly InlineWatch _watch;
    private readonly Lock _gate = new();
    private readonly FrameOutput _output;
    private readonly Http2Sender _sender;
    private readonly PeerSettings _peer = new();
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly Stack<Http2Stream> _kept = new();
    private readonly ClosedStreams _closed = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConnectionPing _ping;
    private GoingAway _goingAway;
    private int _lastStream;
    private bool _over;

    public Http2Connection(ConnectionContext context, GrpcApplication application, GrpcServerOptions options, InlineWatch watch)
    {
        _context = context;
        _application = application;
        _options = options;
        _watch = watch;
        _input = context.Transport.Input;
        _output = new FrameOutput(context.Transport.Output, _gate, () => _sender!.SendWaiting());
        _sender = new Http2Sender(_output, _peer, Release);
        _ping = new ConnectionPing(options.KeepAliveTime, options.KeepAliveTimeout);
        ConnectionClosing = context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
    }

    private enum GoingAway
    {
        No,
        Announced,
        Decided,
    }

    public IPEndPoint? RemoteEndPoint => _context.RemoteEndPoint as IPEndPoint;

    /// <summary>Signalled when the connection is to end, by age or because the server stops.</summary>
    public CancellationToken ConnectionClosing { get; }

    /// <summary>Serves the connection; ends when it has ended and so have all its calls.</summary>
    public async Task RunAsync()
    {
        if (!await Preface.ReadAsync(_context.Transport, _options.Clock))
        {
            await LingerAsync();
            return;
        }

        _watch.Add(this);
        try
        {
            Greet();
            _context.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static connection => ((Http2Connection)connection).Beat(), this);
            await using (ConnectionClosing.UnsafeRegister(static connection => ((Http2Connection)connection!).BeginGoingAway(), this))
            {
                // On another thread: this one must come back even if a handler keeps that.
                ThreadPool.UnsafeQueueUserWorkItem(static connection => _ = connection.ReadAsync(0), this, preferLocal: false);
                await _readingEnded.Task;
            }

            BreakStreams();
            await _idle.Task;
            await LingerAsync();
        }
        finally
        {
            _watch.Remove(this);
        }
    }

    /// <summary>Sends what a stream's handler has handed over.</summary>
    /// <returns>Ends when all of it is on its way.</returns>
    public unsafe ValueTask FlushAsync(Http2Stream stream, ReadOnlyMemory<byte> headers, byte* outside, int length, CancellationToken cancellationToken)
    {
        ValueTask sending;
        lock (_gate)
        {
            if (stream.IsBroken)
            {
                throw new ClientLeftException();
            }

            stream.Response.HandOver(headers, outside, length);
            Send(stream);
            if (stream.Response.Unsent == 0)
            {
                return ValueTask.CompletedTask;
            }

            sending = stream.Response.WaitAsync();
        }

        stream.Response.CancelBy(static stream => Cancel((Http2Stream)stream!), stream, cancellationToken);
        return sending;
    }

    /// <summary>Ends a response whose handler is done; the stream may be another call's right after.</summary>
    public unsafe void End(Http2Stream stream, ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> trailers)
    {
        lock (_gate)
        {
            if (stream.IsBroken)
            {
                Release(stream);
                return;
            }

            stream.Response.HandOver(headers, null, 0);
            stream.Response.Trailers = trailers;
            Send(stream);
        }
    }

    /// <summary>Bytes of bodies that were read: the client may send as many more.</summary>
    public void Consumed(int bytes)
    {
        if (bytes > 0 && Interlocked.Add(ref _unacknowledged, bytes) >= Http2Limits.ConnectionWindow / 4)
        {
            var room = Interlocked.Exchange(ref _unacknowledged, 0);
            if (room > 0)
            {
                Interlocked.Add(ref _receiveWindow, room);
                SendWindowUpdate(0, room);
            }
        }
    }

    public void SendWindowUpdate(int stream, int room)
    {
        lock (_gate)
        {
            _output.WriteNumber(FrameType.WindowUpdate, stream, room);
            FlushUnlessReading();
        }
    }

    private static void Cancel(Http2Stream stream)
    {
        lock (stream.Connection._gate)
        {
            stream.Response.Cancel();
        }
    }

    /// <summary>SETTINGS, and the connection's window, which they do not set.</summary>
    private void Greet()
    {
        ReadOnlySpan<(ushort Setting, int Value)> settings =
        [
            (0x3, _options.MaxStreamsPerConnection), // SETTINGS_MAX_CONCURRENT_STREAMS
            (0x4, Http2Limits.StreamWindow), // SETTINGS_INITIAL_WINDOW_SIZE
            (0x5, Http2Limits.MaxFrameSize), // SETTINGS_MAX_FRAME_SIZE
            (0x6, Http2Limits.MaxHeaderListSize), // SETTINGS_MAX_HEADER_LIST_SIZE
        ];
        Span<byte> payload = stackalloc byte[6 * settings.Length];
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[(6 * i)..], settings[i].Setting);
            BinaryPrimitives.WriteInt32BigEndian(payload[((6 * i) + 2)..], settings[i].Value);
        }

        lock (_gate)
        {
            _output.WriteHeader(payload.Length, FrameType.Settings, FrameFlags.None, 0);
            _output.Write(payload);
            _output.WriteNumber(FrameType.WindowUpdate, 0, Http2Limits.ConnectionWindow - PeerSettings.DefaultWindow);
            _output.Flush();
        }
    }

    private void Send(Http2Stream stream)
    {
        _sender.Send(stream);
        FlushUnlessReading();
    }

    /// <summary>The thread that reads flushes once for all it answered; every other at once.</summary>
    private void FlushUnlessReading()
    {
        if (_readingThread != Environment.CurrentManagedThreadId)
        {
            _output.Flush();
        }
    }

    /// <summary>A stream's handler is done, and its response sent or wanted by nobody. Under the lock.</summary>
    private void Release(Http2Stream stream)
    {
        if (!stream.ClientEnded && !stream.IsBroken)
        {
            // There is an answer, so the rest of the request is of no use. RFC 9113, 8.1.
            _output.WriteNumber(FrameType.RstStream, stream.Id, (int)Http2Error.None);
        }

        _closed.Add(stream.Id, stream.ClientEnded);
        _streams.Remove(stream.Id);
        stream.Body.End();
        stream.Response.Reset();
        stream.Call.Reset();
        _application.CallEnded();
        Keep(stream);
        if (_streams.Count == 0)
        {
            WhenIdle();
        }
    }

    /// <summary>Keeps a stream for a later call, unless the line still has it.</summary>
    private void Keep(Http2Stream stream)
    {
        if (!stream.IsInLine && _kept.Count < Http2Limits.KeptStreams)
        {
            _kept.Push(stream);
        }
    }

    /// <summary>First half of going away: the client learns of it and what it has sent already is still served.</summary>
    private void BeginGoingAway()
    {
        lock (_gate)
        {
            if (_goingAway != GoingAway.No || _over)
            {
                return;
            }

            _goingAway = GoingAway.Announced;
            WriteGoAway(int.MaxValue, Http2Error.None, "");
            _ping.SendForGoingAway(_output);
            _output.Flush();
        }
    }

    /// <summary>Second half, when the client has seen the first: later calls are refused, and the last to end closes.</summary>
    private void DecideGoingAway()
    {
        _goingAway = GoingAway.Decided;
        WriteGoAway(_lastStream, Http2Error.None, "");
        _output.Flush();
        if (_streams.Count == 0)
        {
            WhenIdle();
        }
    }

    private void WhenIdle()
    {
        if (_over)
        {
            _idle.TrySetResult();
        }
        else if (_goingAway == GoingAway.Decided)
        {
            _output.Flush();
            _input.CancelPendingRead();
        }
    }

    /// <summary>Once a second.</summary>
    private void Beat()
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            switch (_ping.Beat(_output))
            {
                case ConnectionPing.Verdict.Dead:
                    _context.Abort(new ConnectionAbortedException("The client did not answer a ping."));
                    break;
                case ConnectionPing.Verdict.GoAway:
                    DecideGoingAway();
                    break;
            }

            FlushUnlessReading();
        }
    }

    private void WriteGoAway(int lastStream, Http2Error error, string message)
    {
        var text = Encoding.ASCII.GetBytes(message);
        Span<byte> payload = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, lastStream);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], (int)error);
        _output.WriteHeader(payload.Length + text.Length, FrameType.GoAway, FrameFlags.None, 0);
        _output.Write(payload);
        _output.Write(text);
    }

    private void BreakStreams()
    {
        lock (_gate)
        {
            _over = true;
            foreach (var stream in _streams.Values)
            {
                if (!stream.IsBroken)
                {
                    stream.Break();
                }

                ThreadPool.UnsafeQueueUserWorkItem(static call => call.Cancel(), stream.Call, preferLocal: false);
            }

            ReleaseUnstarted();
            foreach (var stream in _streams.Values.Where(s => !s.Response.Trailers.IsEmpty).ToArray())
            {
                // Its handler was done already.
                Release(stream);
            }

            if (_streams.Count == 0)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>
    /// Gives the client time to go by itself, and then ends the connection: one closed with bytes unread is reset, and
    /// what the client had not read yet is lost to it.
    /// </summary>
    private async Task LingerAsync()
    {
        using var patience = new CancellationTokenSource(Http2Limits.LingerTimeout, _options.Clock);
        try
        {
            for (var left = (long)Http2Limits.ConnectionWindow; left > 0 && !_inputEnded;)
            {
                var read = await _input.ReadAsync(patience.Token);
                left -= read.Buffer.Length;
                _inputEnded = read.IsCompleted;
                _input.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // It had its time, or is gone.
        }

        await _context.Transport.Output.CompleteAsync();
        _ = AbortLaterAsync();
    }

    /// <summary>What the client does not take does not keep the connection for ever.</summary>
    private async Task AbortLaterAsync()
    {
        await Task.Delay(Http2Limits.PrefaceTimeout, _options.Clock, _context.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_context.ConnectionClosed.IsCancellationRequested)
        {
            _context.Abort(new ConnectionAbortedException("The client did not take the last bytes."));
        }
    }
}
