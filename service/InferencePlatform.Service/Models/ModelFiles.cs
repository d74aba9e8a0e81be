namespace InferencePlatform.Service.Models;

/// <summary>A model as it lies on disk.</summary>
/// <param name="Location">Its folder or file, for messages.</param>
/// <param name="Settings">What is set for it.</param>
/// <param name="Versions">Every version there is.</param>
internal sealed record ModelFiles(string Location, ModelSettings Settings, IReadOnlyList<VersionFiles> Versions)
{
    /// <summary>Files in the folder that look like settings and are not read.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
