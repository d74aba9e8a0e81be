using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// Serves each HTTP/2 request that Kestrel hands over as one gRPC call. It stands directly on the server, without
/// middleware or routing: a call costs one dictionary look-up and allocates nothing of its own.
/// </summary>
internal sealed partial class GrpcApplication : IHttpApplication<ServerCall>
{
    private readonly Dictionary<string, ServerMethod> _methods;
    private readonly GrpcServerOptions _options;
    private readonly MessageReaderLimits _limits;
    private readonly ILogger _logger;
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

    public ServerCall CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps what it finds here with the stream and hands it back when the stream is used again.
        var container = contextFeatures as IHostContextContainer<ServerCall>;
        var call = container?.HostContext;
        if (call is null)
        {
            call = new ServerCall(_limits);
            if (container is not null)
            {
                container.HostContext = call;
            }
        }

        call.Begin(contextFeatures);
        return call;
    }

    public Task ProcessRequestAsync(ServerCall context)
    {
        var inFlight = Interlocked.Increment(ref _callsInFlight);
        if (!RequestHeaders.TryOpen(context, _methods, out var method, out var refusal))
        {
            context.Handled = method?.Handled ?? _strayCalls;
            context.Finish(refusal);
            return Task.CompletedTask;
        }

        context.Handled = method.Handled;

        if (inFlight > _options.MaxCallsInFlight)
        {
            context.Finish(new Status(StatusCode.ResourceExhausted, $"The server has {_options.MaxCallsInFlight} calls in flight, which is its limit; try again later."));
            return Task.CompletedTask;
        }

        try
        {
            var handling = method.Handler(context);
            if (!handling.IsCompletedSuccessfully)
            {
                return FinishLaterAsync(context, handling);
            }

            handling.GetAwaiter().GetResult();
            if (context.HasMuchToSend)
            {
                return FinishLaterAsync(context, context.FlushAsync());
            }

            context.Complete();
        }
        catch (Exception e)
        {
            Fail(context, e);
        }

        return Task.CompletedTask;
    }

    public void DisposeContext(ServerCall context, Exception? exception)
    {
        // Who sees that a call is over sees, too, that its bytes are given back.
        context.Reset();
        Interlocked.Decrement(ref _callsInFlight);
    }

    private async Task FinishLaterAsync(ServerCall call, ValueTask handling)
    {
        try
        {
            await handling;
            if (call.HasMuchToSend)
            {
                await call.FlushAsync();
            }

            call.Complete();
        }
        catch (Exception e)
        {
            Fail(call, e);
        }
    }

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
