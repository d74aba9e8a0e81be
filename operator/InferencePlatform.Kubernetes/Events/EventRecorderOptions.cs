namespace InferencePlatform.Kubernetes.Events;

/// <summary>Who reports, and how much.</summary>
public sealed record EventRecorderOptions
{
    /// <summary>The controller's name, such as <c>example.com/widget-controller</c>.</summary>
    public required string ReportingController { get; init; }

    /// <summary>Which of its processes.</summary>
    public string ReportingInstance { get; init; } = Environment.MachineName;

    /// <summary>Events that wait to be written; more are dropped.</summary>
    public int QueueLength { get; init; } = 1000;

    /// <summary>A repetition within this time of the last is counted on the same event; after it, it is a new one.</summary>
    public TimeSpan SeriesEnd { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>The count of a series is written at its second occurrence and then this often.</summary>
    public TimeSpan SeriesPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>New events of one object at once; then one in five minutes, as client-go has it.</summary>
    public int BurstPerObject { get; init; } = 25;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
