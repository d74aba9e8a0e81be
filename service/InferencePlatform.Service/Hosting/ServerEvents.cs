using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Hosting;

/// <summary>What is logged of the life of the process.</summary>
internal static partial class ServerEvents
{
    [LoggerMessage(Level = LogLevel.Information, EventName = "Listening", Message = "Listening on {Host}: gRPC on {GrpcPort}, REST on {HttpPort}, management on {ManagementPort}")]
    public static partial void Listening(ILogger logger, IPAddress host, int grpcPort, int httpPort, int managementPort);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "ConnectionsLimited", Message = "This process may open {Files} files, which leaves {Connections} connections to each port instead of max-connections = {Wanted}; raise the limit (ulimit -n, or LimitNOFILE= in systemd), or lower max-connections")]
    public static partial void ConnectionsLimited(ILogger logger, long files, int connections, int wanted);

    [LoggerMessage(Level = LogLevel.Information, EventName = "ServerReady", Message = "The server is ready {Milliseconds} ms after its start; models: {Models}")]
    public static partial void Ready(ILogger logger, long milliseconds, string models);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "ServerNotReady", Message = "The server is not ready: {Reason}")]
    public static partial void NotReady(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, EventName = "Stopping", Message = "{Signal}: not ready from now on; closing in {DrainDelay}, then waiting {RequestTimeout} at most for calls in flight. A second signal ends at once")]
    public static partial void Stopping(ILogger logger, PosixSignal signal, TimeSpan drainDelay, TimeSpan requestTimeout);

    [LoggerMessage(Level = LogLevel.Information, EventName = "Stopped", Message = "Every call is done; bye")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "CallsAborted", Message = "{Calls} calls were not done after {RequestTimeout} and are ended")]
    public static partial void CallsAborted(ILogger logger, int calls, TimeSpan requestTimeout);

    [LoggerMessage(Level = LogLevel.Critical, EventName = "StartFailed", Message = "The server cannot start: {Reason}")]
    public static partial void StartFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "TerminationMessageFailed", Message = "{Problem}")]
    public static partial void TerminationMessageFailed(ILogger logger, string problem);
}
