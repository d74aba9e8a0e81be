using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Grpc.Server;

/// <summary>Serves each HTTP/2 stream as one gRPC call. A call costs one dictionary look-up and allocates nothing of its own.</summary>
internal sealed partial class GrpcApplication : IDisposable
{
    private readonly Dictionary<string, ServerMethod> _methods;
    private readonly GrpcServerOptions _options;
    private readonly MessageReaderLimits _limits;
    private readonly ILogger _logger;
    private readonly InlineWatch _watch = new();
    private readonly HandledCalls _strayCalls = new("", "");
    private int _callsInFlight;

    public GrpcApplication(ServerMethods methods, GrpcServerOptions options, MessageBufferPool pool, ByteBudget budget, ILogger logger)
    {
        _methods = new Dictionary<string, ServerMethod>(methods.ByPath, StringComparer.Ordinal);
        _options = options;
        _limits = new MessageReaderLimits(pool, budget, options.MaxReceiveMessageSize, options.MessageStallTimeout);
        _logger = logger;
    }

    public int CallsInFlight => Volatile.Read(ref _callsInFlight);

    public IEnumerable<HandledCallCount> Handled =>
        _methods.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Value.Handled).Prepend(_strayCalls).SelectMany(h => h.Read());

    /// <summary>Serves a connection that Kestrel accepted.</summary>
    public Task ServeAsync(ConnectionContext connection) => new Http2Connection(connection, this, _options, _watch).RunAsync();

    public ServerCall CreateCall(Http2Stream stream) => new(stream, this, _limits);

    /// <summary>A call's headers are here.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public Refusal? Begin(ServerCall call, RequestHead head)
    {
        var inFlight = Interlocked.Increment(ref _callsInFlight);
        var refusal = RequestHeaders.Open(call, head, _methods);
        return refusal is null && inFlight > _options.MaxCallsInFlight
            ? new Refusal(new Status(StatusCode.ResourceExhausted, $"The server has {_options.MaxCallsInFlight} calls in flight, which is its limit; try again later."))
            : refusal;
    }

    /// <summary>A call is over, and its bytes are given back.</summary>
    public void CallEnded() => Interlocked.Decrement(ref _callsInFlight);

    /// <summary>Counts a call by the status it ends with.</summary>
    public void Count(ServerMethod? method, StatusCode code) => (method?.Handled ?? _strayCalls).Count(code);

    /// <summary>Runs a call's handler, on this thread up to its first wait, and ends the call when it is done.</summary>
    public void Run(ServerCall call)
    {
        try
        {
            var handling = call.Method!.Handler(call);
            if (handling.IsCompleted)
            {
                Finish(call, handling);
            }
            else
            {
                call.FinishAfter(handling);
            }
        }
        catch (Exception e)
        {
            Fail(call, e);
        }
    }

    /// <summary>Ends a call whose handler is done. It may be another call right after.</summary>
    public void Finish(ServerCall call, ValueTask handling)
    {
        try
        {
            handling.GetAwaiter().GetResult();
            call.Complete();
        }
        catch (Exception e)
        {
            Fail(call, e);
        }
    }

    public void Dispose() => _watch.Dispose();

    [LoggerMessage(Level = LogLevel.Error, EventName = "ConnectionFailed", Message = "A connection failed unexpectedly")]
    public partial void LogConnectionFailure(Exception exception);

    private void Fail(ServerCall call, Exception exception)
    {
        switch (exception)
        {
            case RpcException rpc:
                call.Finish(rpc.Status, rpc.Trailers);
                break;
            case OperationCanceledException when call.DeadlinePassed:
                call.Finish(new Status(StatusCode.DeadlineExceeded, "The deadline passed before the call was done."));
                break;
            case ClientLeftException:
            case OperationCanceledException when call.ClientLeft():
                call.Finish(new Status(StatusCode.Cancelled, "The client gave the call up."));
                break;
            default:
                LogUnexpected(call.Path, exception);
                var detail = _options.DetailedErrors ? $"{exception.GetType().Name}: {exception.Message}" : "An unexpected error; the server's log has it.";
                call.Finish(new Status(StatusCode.Internal, detail));
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, EventName = "CallFailed", Message = "{Path} failed unexpectedly")]
    private partial void LogUnexpected(string path, Exception exception);
}
