namespace InferencePlatform.Service.Models;

/// <summary>What is known of one version of a model.</summary>
/// <param name="Name">The name it is served under.</param>
/// <param name="Version">The version, a positive number; 0 stands for a model of which no version was found.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Reason">
/// Why it is not ready, for people. Empty when it is, unless it serves on only because what should replace it failed.
/// </param>
internal sealed record ModelStatus(string Name, long Version, ModelState State, string Reason)
{
    /// <summary>Hex digits of the SHA-256 of the model file that serves; null where none does.</summary>
    public string? Sha256 { get; init; }
}
