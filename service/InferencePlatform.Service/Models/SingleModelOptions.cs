namespace InferencePlatform.Service.Models;

/// <summary>One model file that is served without a repository.</summary>
/// <param name="Name">The name it is served under.</param>
/// <param name="Version">The version it is served as.</param>
/// <param name="Path">The model file.</param>
internal sealed record SingleModelOptions(string Name, long Version, string Path)
{
    /// <summary>Hex digits that the file's SHA-256 must have; null leaves it unchecked.</summary>
    public string? Sha256 { get; init; }

    /// <summary>JSON file of warm-up requests; null makes inputs up from the model's shapes.</summary>
    public string? WarmupSamples { get; init; }
}
