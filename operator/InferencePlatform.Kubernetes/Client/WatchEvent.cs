namespace InferencePlatform.Kubernetes.Client;

/// <summary>What happened to an object.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing happened up to the object's resource version; there is no object.</summary>
    Bookmark,
}

/// <summary>One change.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after it, or as it last was; null for a bookmark, and never else.</param>
/// <param name="ResourceVersion">Where a watch goes on from after this.</param>
public sealed record WatchEvent<T>(WatchEventType Type, T? Object, string ResourceVersion)
    where T : class;
