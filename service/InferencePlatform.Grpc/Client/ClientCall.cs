using System.IO.Pipelines;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Client;

/// <summary>
/// One call at the client, whatever its kind: sends the request, reads the response's messages, and settles how it
/// ended. One reader at a time; <see cref="Dispose"/> and <see cref="Cancel"/> may come from any thread.
/// </summary>
internal sealed class ClientCall : IDisposable
{
    private static readonly StreamPipeReaderOptions BodyBuffers = new(bufferSize: 64 << 10);

    private readonly GrpcChannel _channel;
    private readonly HttpRequestMessage _request;
    private readonly CallLifetime _lifetime;
    private readonly MessageReader _reader;
    private readonly Lock _gate = new();
    private HttpResponseMessage? _response;
    private PipeReader? _body;
    private volatile CallOutcome? _outcome;
    private bool _busy;
    private bool _disposed;
    private bool _released;

    public ClientCall(GrpcChannel channel, HttpRequestMessage request, CallLifetime lifetime)
    {
        _channel = channel;
        _request = request;
        _lifetime = lifetime;
        _reader = new MessageReader(channel.Limits);
    }

    /// <summary>The response's headers; null before they are there, and where there are none but trailers.</summary>
    public Metadata? Headers { get; private set; }

    /// <summary>How the call ended; null before that.</summary>
    public CallOutcome? Outcome => _outcome;

    public bool LastMessageWasCompressed => _reader.LastWasCompressed;

    /// <summary>Signalled when the call must end.</summary>
    public CancellationToken Token => _lifetime.Token;

    /// <summary>Sends the request and takes the response's headers. What goes wrong becomes the call's outcome.</summary>
    public async Task OpenAsync()
    {
        Enter();
        try
        {
            if (_outcome is not null)
            {
                return;
            }

            if (_lifetime.ToStatus() is { } over)
            {
                End(over, []);
                return;
            }

            _response = await _channel.Invoker.SendAsync(_request, _lifetime.Token);
            if (ResponseHead.EarlyStatus(_response) is { } status)
            {
                End(status, ResponseHead.ToMetadata(_response.Headers));
                return;
            }

            Headers = ResponseHead.ToMetadata(_response.Headers);
            _body = PipeReader.Create(await _response.Content.ReadAsStreamAsync(_lifetime.Token), BodyBuffers);
            _reader.Begin(new PipeByteSource(_body), ResponseHead.Encoding(_response));
        }
        catch (Exception e)
        {
            End(e);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The next message, which is the caller's to dispose, or null after the last one of a call that is OK.</summary>
    /// <exception cref="RpcException">The call ended otherwise.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended it.</exception>
    public async ValueTask<MessageBuffer?> ReadAsync()
    {
        Enter();
        try
        {
            if (_outcome is null)
            {
                if (!_reader.TryRead(out var message))
                {
                    message = await _reader.ReadAsync(_lifetime.Token);
                }

                if (message is not null)
                {
                    return message;
                }

                End(ResponseHead.FinalStatus(_response!), ResponseHead.ToMetadata(_response!.TrailingHeaders));
            }
        }
        catch (Exception e)
        {
            End(e);
        }
        finally
        {
            Exit();
        }

        return _outcome!.IsOk ? null : throw Failure();
    }

    /// <summary>What to throw for a call that did not end OK.</summary>
    public Exception Failure()
    {
        var (status, trailers, cause) = _outcome!;
        return status.Code == StatusCode.Cancelled && _lifetime.Caller.IsCancellationRequested
            ? new OperationCanceledException("The caller gave the call up.", cause, _lifetime.Caller)
            : new RpcException(status, trailers, cause);
    }

    /// <summary>Ends the call for a reason of this side; what to throw.</summary>
    public RpcException Fail(Status status)
    {
        var trailers = _outcome?.Trailers ?? [];
        _outcome = new CallOutcome(status, trailers);
        Dispose();
        return new RpcException(status, trailers);
    }

    public void Cancel() => _lifetime.Cancel();

    public void Dispose()
    {
        bool last;
        lock (_gate)
        {
            _disposed = true;
            last = IsLast();
        }

        if (last)
        {
            Release();
        }
        else
        {
            // Ends what is under way, which gives back what it uses on its own way out.
            _lifetime.Cancel();
        }
    }

    private void End(Exception error)
    {
        if (error is not RpcException && _lifetime.ToStatus() is { } own)
        {
            End(own, [], error);
        }
        else if (error is RpcException && _response is not null && ResponseHead.TrailingStatus(_response) is { Code: not StatusCode.OK } told)
        {
            // A server that fails in the middle of a message says why in the trailers.
            End(told, ResponseHead.ToMetadata(_response.TrailingHeaders), error);
        }
        else
        {
            End(TransportErrors.ToStatus(error, _channel.Address), [], error);
        }
    }

    private void End(Status status, Metadata trailers, Exception? cause = null)
    {
        // The server's clock may be the first to say so, and then calls it a cancellation.
        var late = status.Code == StatusCode.Cancelled ? _lifetime.ToStatus() : null;
        _outcome = new CallOutcome(late ?? status, trailers, cause);
    }

    private void Enter()
    {
        lock (_gate)
        {
            if (_busy)
            {
                throw new InvalidOperationException("A call is read by one reader at a time, and not before its headers are there.");
            }

            _busy = true;
        }
    }

    private void Exit()
    {
        bool last;
        lock (_gate)
        {
            _busy = false;
            last = IsLast();
        }

        if (last)
        {
            Release();
        }
    }

    /// <summary>Whether nothing is left to do but to give everything back; said once. The gate is held.</summary>
    private bool IsLast()
    {
        if (_busy || _released || (!_disposed && _outcome is null))
        {
            return false;
        }

        _released = true;
        _outcome ??= new CallOutcome(new Status(StatusCode.Cancelled, "The call was disposed of."), []);
        return true;
    }

    /// <summary>
    /// Gives everything back; a stream that is not at its end is reset by it. The gate is not held: this waits for the
    /// caller's token to be done with its callbacks, and these may come to the gate.
    /// </summary>
    private void Release()
    {
        _response?.Dispose();
        if (_body is not null)
        {
            _reader.End();
            _body.Complete();
        }

        _request.Dispose();
        _lifetime.Dispose();
    }
}
