using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Leadership;

internal static partial class LeadershipLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Lease} is held by {Holder}; waiting for it.")]
    public static partial void Waiting(ILogger logger, string lease, string holder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lease} cannot be asked for, trying again: {Problem}")]
    public static partial void CannotAsk(ILogger logger, string lease, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Lease} is held by this process now, {Identity}.")]
    public static partial void Leads(ILogger logger, string lease, string identity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lease} cannot be renewed, {Left} are left for it: {Problem}")]
    public static partial void CannotRenew(ILogger logger, string lease, TimeSpan left, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Lease} is lost and held by {Holder} when last seen; stopping the work.")]
    public static partial void Lost(ILogger logger, string lease, string holder);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Lease} is given back.")]
    public static partial void Released(ILogger logger, string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lease} cannot be given back, the next leader has to wait for its end: {Problem}")]
    public static partial void CannotRelease(ILogger logger, string lease, string problem);
}
