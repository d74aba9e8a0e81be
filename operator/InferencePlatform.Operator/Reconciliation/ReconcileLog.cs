using InferencePlatform.Kubernetes;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Reconciliation;

internal static partial class ReconcileLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Verb} {Target}: {Why}")]
    public static partial void Step(ILogger logger, ObjectKey model, string verb, string target, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Target} is not as it was a moment ago; looking again")]
    public static partial void Outdated(ILogger logger, ObjectKey model, string target);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: the API server refuses {Target}: {Problem}")]
    public static partial void Refused(ILogger logger, ObjectKey model, string target, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Condition} is {Status}, {Reason}: {Sentence}")]
    public static partial void Turned(ILogger logger, ObjectKey model, string condition, string status, string reason, string sentence);
}
