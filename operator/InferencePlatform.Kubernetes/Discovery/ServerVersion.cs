namespace InferencePlatform.Kubernetes.Discovery;

/// <summary>A version of Kubernetes.</summary>
/// <param name="Major">1.</param>
/// <param name="Minor">Such as 31.</param>
/// <param name="GitVersion">The whole of it, such as <c>v1.31.2-gke.100</c>.</param>
public sealed record ServerVersion(int Major, int Minor, string GitVersion)
{
    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);
}
