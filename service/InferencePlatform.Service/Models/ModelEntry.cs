using System.Globalization;

namespace InferencePlatform.Service.Models;

/// <summary>One model as calls see it: its ready versions, and what is known of all of them. Never changes.</summary>
internal sealed class ModelEntry
{
    private const int VersionsTold = 10;

    private readonly ModelVersion[] _ready;

    public ModelEntry(string name, IEnumerable<ModelVersion> ready, IEnumerable<ModelStatus> statuses)
    {
        Name = name;
        _ready = [.. ready.OrderByDescending(v => v.Version)];
        Statuses = [.. statuses.OrderBy(s => s.Version)];
    }

    public string Name { get; }

    public IReadOnlyList<ModelStatus> Statuses { get; }

    /// <summary>The version that calls which name none get: the highest that is ready.</summary>
    public ModelVersion? Latest => _ready.Length > 0 ? _ready[0] : null;

    public IReadOnlyList<ModelVersion> Ready => _ready;

    /// <summary>The ready version of this text, or the latest where it is empty; else null.</summary>
    public ModelVersion? Find(ReadOnlySpan<byte> utf8Version)
    {
        if (utf8Version.IsEmpty)
        {
            return Latest;
        }

        foreach (var version in _ready)
        {
            if (utf8Version.SequenceEqual(version.Utf8Version))
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>The newest versions and their states, for messages.</summary>
    public string DescribeVersions() => Statuses.Count == 0
        ? "none"
        : string.Join(", ", Statuses.TakeLast(VersionsTold).Select(Describe)) + (Statuses.Count > VersionsTold ? " and older ones" : "");

    private static string Describe(ModelStatus status) => string.Create(
        CultureInfo.InvariantCulture, $"{status.Version} ({status.State}{(status.Reason.Length > 0 ? ": " + status.Reason : "")})");
}
