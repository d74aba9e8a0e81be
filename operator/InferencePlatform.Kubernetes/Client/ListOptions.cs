namespace InferencePlatform.Kubernetes.Client;

/// <summary>What to list, and how much at once.</summary>
public sealed record ListOptions
{
    public static ListOptions All { get; } = new();

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>Objects a page holds at most; null leaves it to the server.</summary>
    public int? Limit { get; init; }

    /// <summary>The token of the page before, from <see cref="ObjectList{T}.Continue"/>.</summary>
    public string? Continue { get; init; }

    /// <summary><c>0</c> allows an answer from the server's cache; null wants the newest.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>
    /// Told of each object that cannot be read as what was asked for; the list then goes without it. Where this is null such
    /// an object fails the whole list.
    /// </summary>
    public Action<UnreadableObject>? OnUnreadable { get; init; }
}
