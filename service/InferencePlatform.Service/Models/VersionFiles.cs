namespace InferencePlatform.Service.Models;

/// <summary>A version of a model as it lies on disk.</summary>
/// <param name="Version">The version.</param>
/// <param name="ModelPath">Its model file.</param>
/// <param name="OwnsFolder">Whether all files in the model file's folder belong to this version.</param>
internal sealed record VersionFiles(long Version, string ModelPath, bool OwnsFolder);
