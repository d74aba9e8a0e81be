namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>A work queue as its metrics show it.</summary>
internal interface IQueueState
{
    QueueMetrics Metrics { get; }

    /// <summary>Keys that wait to be taken now.</summary>
    int Depth { get; }

    /// <summary>How long the work under way has taken: all of it together, and the longest.</summary>
    (TimeSpan Total, TimeSpan Longest) Unfinished();
}
