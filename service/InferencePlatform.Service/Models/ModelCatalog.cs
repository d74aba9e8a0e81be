using System.Collections.Frozen;
using System.Text;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Models;

/// <summary>
/// The models that calls can reach. Reading takes no lock: each change publishes a new table.
/// </summary>
internal sealed class ModelCatalog
{
    private const int MaxNameLength = 256;

    /// <summary>Comparing a wrong name to more names than these would be work for a stranger's mistake.</summary>
    private const int MaxSuggestedFrom = 100;

    private readonly Lock _gate = new();
    private FrozenDictionary<string, ModelEntry> _entries = FrozenDictionary<string, ModelEntry>.Empty;

    public IEnumerable<ModelEntry> Entries => Volatile.Read(ref _entries).Values.OrderBy(e => e.Name, StringComparer.Ordinal);

    public ModelEntry? Find(string name) => Volatile.Read(ref _entries).GetValueOrDefault(name);

    public void Publish(ModelEntry entry)
    {
        lock (_gate)
        {
            var next = new Dictionary<string, ModelEntry>(_entries, StringComparer.Ordinal) { [entry.Name] = entry };
            Volatile.Write(ref _entries, next.ToFrozenDictionary(StringComparer.Ordinal));
        }
    }

    public void Remove(string name)
    {
        lock (_gate)
        {
            var next = new Dictionary<string, ModelEntry>(_entries, StringComparer.Ordinal);
            next.Remove(name);
            Volatile.Write(ref _entries, next.ToFrozenDictionary(StringComparer.Ordinal));
        }
    }

    /// <summary>A lease on the version asked for; the caller releases it.</summary>
    /// <param name="utf8Name">The model's name.</param>
    /// <param name="utf8Version">The version, or nothing for the latest.</param>
    /// <exception cref="InferenceException">There is no such model or version, or it is not ready.</exception>
    public ModelVersion Lease(ReadOnlySpan<byte> utf8Name, ReadOnlySpan<byte> utf8Version)
    {
        // A version may retire between being found and being leased; then the next table has its successor, or none.
        while (true)
        {
            var version = Find(utf8Name)?.Find(utf8Version) ?? throw Missing(utf8Name, utf8Version);
            if (version.TryLease())
            {
                return version;
            }
        }
    }

    private ModelEntry? Find(ReadOnlySpan<byte> utf8Name)
    {
        Span<char> name = stackalloc char[MaxNameLength];
        return utf8Name.Length <= MaxNameLength && Encoding.UTF8.TryGetChars(utf8Name, name, out var length)
            && Volatile.Read(ref _entries).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out var entry)
            ? entry
            : null;
    }

    private InferenceException Missing(ReadOnlySpan<byte> utf8Name, ReadOnlySpan<byte> utf8Version)
    {
        var name = Clip(Encoding.UTF8.GetString(utf8Name));
        var version = Clip(Encoding.UTF8.GetString(utf8Version));
        var entry = Find(utf8Name);
        if (entry is null)
        {
            string[] names = [.. Entries.Select(e => e.Name)];
            var meant = names.Length <= MaxSuggestedFrom ? Suggestion.For(name, names) : ".";
            return new InferenceException(InferenceError.NotFound, names.Length == 0
                ? $"There is no model '{name}'; none is loaded."
                : $"There is no model '{name}'; these exist: {NameList.Describe(names)}{meant}");
        }

        var known = entry.Statuses.Any(s => version.Length == 0 || s.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) == version);
        return known
            ? new InferenceException(InferenceError.Unavailable, $"Model '{name}'{(version.Length > 0 ? " version " + version : "")} is not ready; its versions: {entry.DescribeVersions()}.")
            : new InferenceException(InferenceError.NotFound, $"Model '{name}' has no version '{version}'; its versions: {entry.DescribeVersions()}.");
    }

    private static string Clip(string text) => text.Length <= MaxNameLength ? text : text[..MaxNameLength] + "…";
}
