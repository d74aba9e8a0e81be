using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Informers;

internal static partial class InformerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch of {Resource} in {Namespace} was interrupted: {Problem} Trying again in {Wait}.")]
    public static partial void Interrupted(ILogger logger, ResourceType resource, string @namespace, string problem, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Information, Message = "The server has forgotten where the watch of {Resource} was; listing anew.")]
    public static partial void TooOld(ILogger logger, ResourceType resource);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The object {Key} of {Resource} cannot be read and is passed over until it changes: {Problem}")]
    public static partial void Unreadable(ILogger logger, ResourceType resource, ObjectKey key, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "A handler of changes failed on {Key} of {Resource}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, ResourceType resource, ObjectKey key);
}
