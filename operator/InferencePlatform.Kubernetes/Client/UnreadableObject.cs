namespace InferencePlatform.Kubernetes.Client;

/// <summary>An object that is there, but cannot be read as the type asked for.</summary>
/// <param name="Key">Which.</param>
/// <param name="ResourceVersion">Its version.</param>
/// <param name="Error">The field and what is wrong with it.</param>
public sealed record UnreadableObject(ObjectKey Key, string ResourceVersion, string Error);
