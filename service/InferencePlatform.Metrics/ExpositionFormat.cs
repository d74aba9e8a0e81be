namespace InferencePlatform.Metrics;

/// <summary>The text formats that a scraper may ask for.</summary>
public enum ExpositionFormat
{
    /// <summary>Prometheus's own, version 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics 1.0.0.</summary>
    OpenMetrics,
}
