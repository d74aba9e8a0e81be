namespace InferencePlatform.Kubernetes.Client;

/// <summary>How to delete, and only if.</summary>
public sealed record DeleteOptions
{
    public static DeleteOptions Plain { get; } = new();

    /// <summary>Deletes only this object, not a later one of the same name.</summary>
    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null leaves it to the server.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>Seconds.</summary>
    public long? GracePeriodSeconds { get; init; }

    public bool DryRun { get; init; }
}
