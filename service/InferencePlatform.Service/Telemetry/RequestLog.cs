using System.Diagnostics;
using InferencePlatform.Grpc;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Telemetry;

/// <summary>A line for each inference, by whichever door it came; for looking into things, not for every day.</summary>
internal sealed partial class RequestLog(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<RequestLog>();

    public void Write(InferenceApi api, ModelMetrics model, StatusCode code, long elapsedTicks)
    {
        if (_logger.IsEnabled(LogLevel.Information))
        {
            var name = model.Model.Length > 0 ? $"{model.Model}/{model.Version}" : "no model";
            var door = LabelNames.Of(api);
            var status = LabelNames.Of(code);
            var milliseconds = Stopwatch.GetElapsedTime(0, elapsedTicks).TotalMilliseconds;
            LogRequest(door, name, status, milliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, EventName = "Request", Message = "{Api} {Model} {Status} {Milliseconds:0.000} ms")]
    private partial void LogRequest(string api, string model, string status, double milliseconds);
}
