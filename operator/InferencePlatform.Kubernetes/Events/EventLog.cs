using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Events;

internal static partial class EventLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The event {Reason} of {Kind} {Name} is not written: {Problem}")]
    public static partial void NotWritten(ILogger logger, string kind, string name, string reason, string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The event {Reason} of {Kind} {Name} is not written, as there were many of that object.")]
    public static partial void TooMany(ILogger logger, string kind, string name, string reason);
}
