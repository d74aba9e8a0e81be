using InferencePlatform.Kubernetes;

namespace InferencePlatform.Local.Api;

/// <summary>Which part of a log <c>kubectl logs</c> asks for.</summary>
internal sealed record PodLogOptions
{
    /// <summary>Null for the pod's only container.</summary>
    public string? Container { get; init; }

    /// <summary>Goes on until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The container before its last restart.</summary>
    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>Lines from the end; null for all.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only what is younger.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Bytes at most.</summary>
    public long? LimitBytes { get; init; }
}

/// <summary>Where the logs of pods come from.</summary>
internal interface IPodLogs
{
    /// <summary>Copies the log, as it was written.</summary>
    /// <exception cref="KeyNotFoundException">The container has no log; the message says why.</exception>
    Task StreamAsync(ObjectKey pod, PodLogOptions options, Stream to, CancellationToken cancellationToken);
}
