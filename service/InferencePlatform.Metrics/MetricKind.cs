namespace InferencePlatform.Metrics;

/// <summary>What a family of metrics is.</summary>
public enum MetricKind
{
    Counter,
    Gauge,
    Histogram,

    /// <summary>Facts that are labels of a constant 1.</summary>
    Info,
}
