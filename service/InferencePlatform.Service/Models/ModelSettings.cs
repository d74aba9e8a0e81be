namespace InferencePlatform.Service.Models;

/// <summary>What is set for one model.</summary>
internal sealed record ModelSettings
{
    public const int DefaultWarmupRuns = 3;

    public VersionPolicy VersionPolicy { get; init; } = VersionPolicy.Latest(1);

    /// <summary>Threads one operator may use; null takes the server's setting.</summary>
    public int? Threads { get; init; }

    /// <summary>Hex digits of the SHA-256 that the model files of these versions must have.</summary>
    public IReadOnlyDictionary<long, string> Sha256 { get; init; } = new Dictionary<long, string>();

    /// <summary>Requests to warm up with; none makes inputs up from the model's shapes.</summary>
    public IReadOnlyList<WarmupSample> Warmup { get; init; } = [];

    /// <summary>How often each sample is run; 0 does not warm up.</summary>
    public int WarmupRuns { get; init; } = DefaultWarmupRuns;

    /// <summary>Differs where the settings were read from other bytes.</summary>
    public string Stamp { get; init; } = "";
}
