using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Apply;

/// <summary>Who owns fields: one entry of <c>metadata.managedFields</c> but for the fields and the time.</summary>
internal sealed record FieldManager(string Name, bool Applies, string ApiVersion, string Subresource)
{
    /// <summary>Whether two entries are of the same manager; for appliers the version does not matter.</summary>
    public bool Is(FieldManager other) =>
        Name == other.Name && Applies == other.Applies && Subresource == other.Subresource && (Applies || ApiVersion == other.ApiVersion);

    /// <summary>The manager in the form that conflicts have.</summary>
    public override string ToString() =>
        $"\"{Name}\"{(Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "")}{(Applies ? "" : $" using {ApiVersion}")}";
}

/// <summary>What a manager owns, since when.</summary>
internal sealed record ManagedEntry(FieldManager Manager, FieldSet Fields, string Time);

/// <summary>Reads and writes <c>metadata.managedFields</c>.</summary>
internal static class ManagedFields
{
    /// <summary>Entries of updates that are kept apart; older ones become one.</summary>
    private const int UpdaterLimit = 10;

    public static List<ManagedEntry> Read(JsonObject o)
    {
        var entries = new List<ManagedEntry>();
        foreach (var entry in o.At("metadata", "managedFields").Objects())
        {
            var manager = new FieldManager(entry.TextAt("manager"), entry.TextAt("operation") == "Apply", entry.TextAt("apiVersion"), entry.TextAt("subresource"));
            entries.Add(new ManagedEntry(manager, FieldSet.Read(entry["fieldsV1"] as JsonObject), entry.TextAt("time")));
        }

        return entries;
    }

    /// <summary>Whether the object's author wants the entries forgotten: an empty list, or one empty entry.</summary>
    public static bool IsReset(JsonObject o) => o.At("metadata", "managedFields") is JsonArray list && (list.Count == 0 || (list.Count == 1 && list[0] is JsonObject { Count: 0 }));

    public static void Write(JsonObject o, IEnumerable<ManagedEntry> entries)
    {
        var list = new JsonArray();
        foreach (var (manager, fields, time) in Cap([.. entries.Where(e => !e.Fields.IsEmpty)])
            .OrderBy(e => e.Manager.Applies ? 0 : 1).ThenBy(e => e.Time, StringComparer.Ordinal).ThenBy(e => e.Manager.Name, StringComparer.Ordinal))
        {
            var entry = new JsonObject
            {
                ["manager"] = manager.Name,
                ["operation"] = manager.Applies ? "Apply" : "Update",
                ["apiVersion"] = manager.ApiVersion,
                ["time"] = time,
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = fields.Write(),
            };
            if (manager.Subresource.Length > 0)
            {
                entry["subresource"] = manager.Subresource;
            }

            list.Add(entry);
        }

        var metadata = o.Child("metadata");
        metadata.Remove("managedFields");
        if (list.Count > 0)
        {
            metadata["managedFields"] = list;
        }
    }

    public static string Timestamp(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static List<ManagedEntry> Cap(List<ManagedEntry> entries)
    {
        var updaters = entries.Where(e => !e.Manager.Applies).OrderBy(e => e.Time, StringComparer.Ordinal).ToList();
        if (updaters.Count <= UpdaterLimit)
        {
            return entries;
        }

        var old = updaters[..^(UpdaterLimit - 1)];
        var merged = new ManagedEntry(
            new FieldManager("ancient-changes", false, old[^1].Manager.ApiVersion, ""),
            old.Aggregate(FieldSet.Empty, (set, e) => set.Union(e.Fields)),
            old[^1].Time);
        return [.. entries.Except(old), merged];
    }
}
