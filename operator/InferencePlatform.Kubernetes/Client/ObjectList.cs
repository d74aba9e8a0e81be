namespace InferencePlatform.Kubernetes.Client;

/// <summary>One page of a collection.</summary>
/// <param name="Items">The objects; the server leaves out their kind and version, the client puts them in.</param>
/// <param name="ResourceVersion">Where a watch goes on from.</param>
/// <param name="Continue">The token of the next page; null on the last.</param>
public sealed record ObjectList<T>(IReadOnlyList<T> Items, string ResourceVersion, string? Continue);
