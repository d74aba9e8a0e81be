using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Fetching;

/// <summary>What is logged of a fetch. Addresses come here redacted.</summary>
internal static partial class FetchLog
{
    [LoggerMessage(Level = LogLevel.Information, EventName = "Fetching", Message = "Fetching {Uri} to {Target}")]
    public static partial void Started(ILogger logger, string uri, string target);

    [LoggerMessage(Level = LogLevel.Information, EventName = "FetchProgress", Message = "{Uri}: {Bytes} of {TotalBytes} bytes, {Percent} %, {MegabytesPerSecond} MB/s")]
    public static partial void Progress(ILogger logger, string uri, long bytes, long totalBytes, double percent, double megabytesPerSecond);

    [LoggerMessage(Level = LogLevel.Information, EventName = "FetchProgressOfUnknown", Message = "{Uri}: {Bytes} bytes of a file that does not tell its length, {MegabytesPerSecond} MB/s")]
    public static partial void Progress(ILogger logger, string uri, long bytes, double megabytesPerSecond);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "FetchRetry", Message = "{Reason} Failure {Failures} of {Attempts} in a row; another attempt in {Seconds} s")]
    public static partial void Retrying(ILogger logger, string reason, int failures, int attempts, double seconds);

    [LoggerMessage(Level = LogLevel.Information, EventName = "FetchResumed", Message = "{Uri}: going on at byte {Offset}")]
    public static partial void Resumed(ILogger logger, string uri, long offset);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "FetchRestarted", Message = "{Uri}: the source cannot go on at byte {Offset}, or has another file now; beginning again")]
    public static partial void Restarted(ILogger logger, string uri, long offset);

    [LoggerMessage(Level = LogLevel.Information, EventName = "Fetched", Message = "{Uri} is in {Target}: {Files} files, {Bytes} bytes in {Seconds} s, sha256 of the model {Sha256}")]
    public static partial void Fetched(ILogger logger, string uri, string target, int files, long bytes, double seconds, string sha256);

    [LoggerMessage(Level = LogLevel.Information, EventName = "FetchNotNeeded", Message = "{Target} has {Uri} already, verified: sha256 of the model {Sha256}")]
    public static partial void NotNeeded(ILogger logger, string target, string uri, string sha256);

    [LoggerMessage(Level = LogLevel.Critical, EventName = "FetchFailed", Message = "The model cannot be fetched ({Failure}): {Reason}")]
    public static partial void Failed(ILogger logger, FetchFailure failure, string reason);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "FetchInterrupted", Message = "{Reason}")]
    public static partial void Interrupted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Critical, EventName = "FetchBroken", Message = "The fetch ended by a mistake of its own; please report it")]
    public static partial void Broken(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "TerminationMessageFailed", Message = "{Problem}")]
    public static partial void TerminationMessageFailed(ILogger logger, string problem);
}
