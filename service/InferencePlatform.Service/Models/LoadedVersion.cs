namespace InferencePlatform.Service.Models;

/// <summary>A version that is ready, and what it was loaded from.</summary>
internal sealed record LoadedVersion(ModelVersion Version, VersionStamp Stamp);
