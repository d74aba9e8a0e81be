using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Containers;

/// <summary>Says how a container ended, in Kubernetes' words.</summary>
internal static class ExitReport
{
    /// <summary>Shells, .NET and container runtimes alike report a deadly signal as 128 and its number.</summary>
    private const int SignalBase = 128;

    /// <param name="exitCode">The process's.</param>
    /// <param name="wasKilledHere">Whether the platform itself sent SIGKILL.</param>
    /// <param name="memoryRanOut">Whether the kernel killed a process for want of memory in that time.</param>
    /// <param name="message">What the container left to say.</param>
    /// <param name="startedAt">When it started.</param>
    /// <param name="finishedAt">When it ended.</param>
    public static ContainerStateTerminated Of(
        int exitCode, bool wasKilledHere, bool memoryRanOut, string? message, DateTimeOffset startedAt, DateTimeOffset finishedAt)
    {
        var signal = exitCode is > SignalBase and < SignalBase + 65 ? exitCode - SignalBase : (int?)null;
        var outOfMemory = signal == Processes.Posix.Kill && !wasKilledHere && memoryRanOut;
        return new()
        {
            ExitCode = exitCode,
            Signal = signal,
            Reason = exitCode == 0 ? "Completed" : outOfMemory ? "OOMKilled" : "Error",
            Message = message,
            StartedAt = startedAt,
            FinishedAt = finishedAt,
        };
    }
}
