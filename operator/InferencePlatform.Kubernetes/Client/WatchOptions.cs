namespace InferencePlatform.Kubernetes.Client;

/// <summary>What to watch, from when, for how long.</summary>
public sealed record WatchOptions
{
    public required string ResourceVersion { get; init; }

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>After this the server ends the watch; it keeps a dead connection from looking like a quiet one.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Told of each object that cannot be read as what was asked for; a bookmark comes in its place. Where this is null such an
    /// object ends the watch.
    /// </summary>
    public Action<UnreadableObject>? OnUnreadable { get; init; }
}
