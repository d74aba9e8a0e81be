namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>What a family of metrics is.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,

    /// <summary>Facts that are labels of a constant 1.</summary>
    Info,
}
