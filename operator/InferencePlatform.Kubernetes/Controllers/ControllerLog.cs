using InferencePlatform.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Controllers;

internal static partial class ControllerLog
{
    /// <summary>Logs a failure in the tone that is due to it: only what is our own fault with its stack.</summary>
    public static void Failed(ILogger logger, Exception e, string controller, ObjectKey key, int failures, TimeSpan timeout)
    {
        switch (e)
        {
            case ApiException { IsConflict: true }:
                Conflict(logger, controller, key, e.Message);
                break;
            case ApiException or HttpRequestException:
                Unanswered(logger, controller, key, failures, e.Message);
                break;
            case OperationCanceledException:
                TookTooLong(logger, controller, key, timeout);
                break;
            default:
                Threw(logger, e, controller, key, failures);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller}: {Key} failed, and is left alone until something changes.")]
    public static partial void FailedForGood(ILogger logger, Exception exception, string controller, ObjectKey key);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Controller}: somebody else changed {Key} meanwhile, trying again: {Problem}")]
    private static partial void Conflict(ILogger logger, string controller, ObjectKey key, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller}: {Key} failed ({Failures} in a row), trying again: {Problem}")]
    private static partial void Unanswered(ILogger logger, string controller, ObjectKey key, int failures, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller}: {Key} took longer than {Timeout}, trying again.")]
    private static partial void TookTooLong(ILogger logger, string controller, ObjectKey key, TimeSpan timeout);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller}: {Key} failed ({Failures} in a row), trying again.")]
    private static partial void Threw(ILogger logger, Exception exception, string controller, ObjectKey key, int failures);
}
