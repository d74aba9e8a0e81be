namespace InferencePlatform.Service.Scheduling;

/// <summary>What the scheduler bears.</summary>
/// <param name="ComputeThreads">Runs at once of models that are not cheap; from 1.</param>
/// <param name="MaxQueueLength">Calls that may wait for a compute thread; more are refused.</param>
internal sealed record SchedulerOptions(int ComputeThreads, int MaxQueueLength);
