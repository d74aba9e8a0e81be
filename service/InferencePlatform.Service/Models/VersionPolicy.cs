namespace InferencePlatform.Service.Models;

/// <summary>Which of a model's versions are served.</summary>
internal sealed record VersionPolicy
{
    private readonly IReadOnlyList<long>? _specific;
    private readonly int _latest;

    private VersionPolicy(IReadOnlyList<long>? specific, int latest)
    {
        _specific = specific;
        _latest = latest;
    }

    /// <summary>Every version there is.</summary>
    public static VersionPolicy All { get; } = new(null, int.MaxValue);

    /// <summary>The highest versions, so many.</summary>
    public static VersionPolicy Latest(int count) => new(null, count);

    /// <summary>These versions and no others.</summary>
    public static VersionPolicy Specific(IEnumerable<long> versions) =>
        new([.. versions.Distinct().OrderDescending()], 0);

    /// <summary>The versions to serve, highest first. One asked for by number is among them even if it does not exist.</summary>
    public IReadOnlyList<long> Choose(IEnumerable<long> existing) =>
        _specific ?? [.. existing.OrderDescending().Take(_latest)];

    public override string ToString() =>
        _specific is not null ? $"specific {string.Join(", ", _specific)}" : _latest == int.MaxValue ? "all" : $"latest {_latest}";
}
