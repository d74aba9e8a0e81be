using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Models;

/// <summary>What the log says of models: one line an event.</summary>
internal static partial class RepositoryLog
{
    [LoggerMessage(1, LogLevel.Information, "Model '{Model}' version {Version} is ready: {Path}, sha256 {Sha256}, loaded in {Milliseconds} ms; a run takes {Microseconds} µs")]
    public static partial void Ready(ILogger logger, string model, long version, string path, string sha256, long milliseconds, long microseconds);

    [LoggerMessage(2, LogLevel.Error, "Model '{Model}' version {Version} cannot be served: {Reason}")]
    public static partial void Failed(ILogger logger, string model, long version, string reason, Exception? exception);

    [LoggerMessage(3, LogLevel.Error, "Model '{Model}' cannot be served: {Reason}")]
    public static partial void ModelFailed(ILogger logger, string model, string reason);

    [LoggerMessage(4, LogLevel.Information, "Model '{Model}' version {Version} was not warmed up, because it does not run on made-up inputs: {Reason}")]
    public static partial void NotWarmed(ILogger logger, string model, long version, string reason);

    [LoggerMessage(5, LogLevel.Information, "Model '{Model}' version {Version} is unloaded")]
    public static partial void Unloaded(ILogger logger, string model, long version);

    [LoggerMessage(6, LogLevel.Warning, "Model '{Model}' version {Version} is to be unloaded, and after {Seconds} s calls still run on it; its memory is free when they end")]
    public static partial void Held(ILogger logger, string model, long version, double seconds);

    [LoggerMessage(7, LogLevel.Error, "{Problem}")]
    public static partial void Problem(ILogger logger, string problem);

    [LoggerMessage(8, LogLevel.Information, "Model '{Model}': {File} is not read; settings go into model.json")]
    public static partial void IgnoredFile(ILogger logger, string model, string file);

    [LoggerMessage(9, LogLevel.Information, "{Ready} of {Models} models are ready")]
    public static partial void AllTried(ILogger logger, int ready, int models);
}
