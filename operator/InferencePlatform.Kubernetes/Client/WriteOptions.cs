namespace InferencePlatform.Kubernetes.Client;

/// <summary>How to write.</summary>
public record WriteOptions
{
    public static WriteOptions Plain { get; } = new();

    /// <summary>Who writes, for <c>managedFields</c>; null uses the client's user agent.</summary>
    public string? FieldManager { get; init; }

    /// <summary><c>status</c> or <c>scale</c>; null for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>Has the server check and answer, but change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>Strict</c>, <c>Warn</c> or <c>Ignore</c>; null leaves it to the server.</summary>
    public string? FieldValidation { get; init; }
}
