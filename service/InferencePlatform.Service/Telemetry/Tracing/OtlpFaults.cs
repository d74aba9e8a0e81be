using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>Brings to the log what OpenTelemetry's exporter says only to its event source: that sending failed.</summary>
internal sealed partial class OtlpFaults(ILogger<OtlpFaults> logger) : EventListener
{
    private const string ExporterSource = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    /// <summary>A collector that is away fails every batch; once in this time is enough to be told.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _told;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == ExporterSource)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_gate)
        {
            if (_told is { } told && Stopwatch.GetElapsedTime(told) < Silence)
            {
                return;
            }

            _told = Stopwatch.GetTimestamp();
        }

        // Below the first line of an exception comes its stack, which says nothing to an operator.
        LogFault(string.Join("; ", eventData.Payload?.Select(p => p?.ToString()?.Split('\n')[0].TrimEnd()) ?? []));
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "OtlpExportFailed", Message = "Telemetry could not be sent by OTLP: {Reason}")]
    private partial void LogFault(string reason);
}
