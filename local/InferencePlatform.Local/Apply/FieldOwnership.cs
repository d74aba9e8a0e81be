using System.Text.Json.Nodes;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Apply;

/// <summary>Server-side apply, and the record of who wrote which field that it stands on.</summary>
internal static class FieldOwnership
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Fields of <c>metadata</c> that nobody owns.</summary>
    private static readonly FieldSet Unowned = FieldSet.Read(new JsonObject
    {
        ["f:apiVersion"] = new JsonObject(),
        ["f:kind"] = new JsonObject(),
        ["f:metadata"] = new JsonObject(
            new[] { ".", "f:name", "f:namespace", "f:creationTimestamp", "f:selfLink", "f:uid", "f:clusterName", "f:generation", "f:managedFields", "f:resourceVersion" }
                .Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonObject()))),
    });

    /// <summary>Notes in the new object which fields the manager has just written.</summary>
    /// <param name="live">The object before; null when it is created.</param>
    /// <param name="updated">The object after; its entries are replaced.</param>
    /// <param name="schema">The object's schema.</param>
    /// <param name="manager">Who writes.</param>
    /// <param name="now">The time of the write.</param>
    /// <param name="trustEntries">Whether entries in the new object count; those sent through a subresource do not.</param>
    public static void RecordUpdate(JsonObject? live, JsonObject updated, SchemaNode schema, FieldManager manager, DateTimeOffset now, bool trustEntries)
    {
        var entries = trustEntries ? ManagedFields.Read(updated) : [];
        if (entries.Count == 0 && live is not null && !(trustEntries && ManagedFields.IsReset(updated)))
        {
            entries = ManagedFields.Read(live);
        }

        var changes = FieldWalker.Compare(WithoutEntries(live ?? Blank(updated)), WithoutEntries(updated), schema);
        var written = changes.Written.Except(Unowned);
        var result = new List<ManagedEntry>();
        var mine = FieldSet.Empty;
        foreach (var entry in entries)
        {
            if (entry.Manager.Is(manager) && !written.IsEmpty)
            {
                mine = entry.Fields.Except(changes.Removed);
                continue;
            }

            result.Add(entry with { Fields = entry.Fields.Except(entry.Manager.Is(manager) ? changes.Removed : changes.Removed.Union(changes.Written)) });
        }

        if (!written.IsEmpty)
        {
            result.Add(new ManagedEntry(manager, mine.Union(written), ManagedFields.Timestamp(now)));
        }

        ManagedFields.Write(updated, result);
    }

    /// <summary>The live object with the applied one merged into it, and the entries that go with it.</summary>
    /// <exception cref="StatusException">409: other managers own fields that would change, and force was not asked for.</exception>
    public static JsonObject Apply(JsonObject? live, JsonObject applied, SchemaNode schema, FieldManager manager, bool force, DateTimeOffset now)
    {
        var before = live ?? Blank(applied);
        var entries = ManagedFields.Read(before);
        if (live is not null && entries.Count == 0)
        {
            entries.Add(new ManagedEntry(manager with { Name = "before-first-apply", Applies = false }, FieldWalker.Of(WithoutEntries(live), schema).Except(Unowned), ManagedFields.Timestamp(now)));
        }

        before = WithoutEntries(before);
        var last = entries.Find(e => e.Manager.Is(manager));
        entries.RemoveAll(e => e.Manager.Is(manager));
        var claimed = FieldWalker.Of(applied, schema);
        var merged = (JsonObject)TypedMerge.Merge(before, applied, schema)!;
        if (last is not null)
        {
            var kept = entries.Aggregate(claimed, (set, e) => set.Union(e.Fields));
            merged = Prune(merged, last.Fields, kept, schema);
        }

        var changes = FieldWalker.Compare(before, merged, schema);
        var conflicts = entries
            .Select(e => (e.Manager, Fields: e.Fields.Intersect(changes.Written)))
            .Where(c => !c.Fields.IsEmpty)
            .SelectMany(c => c.Fields.Paths().Select(path => (c.Manager, Path: path)))
            .ToList();
        if (!force && conflicts.Count > 0)
        {
            conflicts = WithoutLastApplied(conflicts, before, schema, manager);
            if (conflicts.Count > 0)
            {
                throw Conflict(conflicts);
            }
        }

        var result = entries.Select(e => e with { Fields = e.Fields.Except(changes.Written.Union(changes.Removed)) }).ToList();
        var unchanged = live is not null && JsonAccess.Same(before, merged);
        var mine = claimed.Except(Unowned);
        result.Add(new ManagedEntry(manager, mine, unchanged && last is not null ? last.Time : ManagedFields.Timestamp(now)));
        ManagedFields.Write(merged, result);
        return merged;
    }

    /// <summary>Takes out what the manager applied before and nobody claims now.</summary>
    private static JsonObject Prune(JsonObject merged, FieldSet last, FieldSet kept, SchemaNode schema)
    {
        var dropped = Dropped(last, kept, schema);
        return dropped.IsEmpty ? merged : (JsonObject)TypedMerge.Remove(merged, dropped, schema)!;
    }

    /// <summary>
    /// An element stays, with what others own of it, as long as anybody owns something in it. A field of the schema goes
    /// with the last field below it.
    /// </summary>
    private static FieldSet Dropped(FieldSet last, FieldSet kept, SchemaNode schema)
    {
        var dropped = new FieldSet.Builder();
        Walk(last, kept, schema, []);
        return dropped.Set;

        void Walk(FieldSet was, FieldSet? still, SchemaNode at, List<string> path)
        {
            foreach (var (element, child) in was.Children)
            {
                var name = PathElement.FieldName(element);
                var inner = name is null ? at.Items : at.Field(name);
                path.Add(element);
                if (still?.Child(element) is { } owned)
                {
                    Walk(child, owned, inner ?? SchemaNode.Any, path);
                }
                else if (child.IsMember || (name is not null && at.IsNamed(name)))
                {
                    dropped.Add(path);
                }
                else
                {
                    Walk(child, null, inner ?? SchemaNode.Any, path);
                }

                path.RemoveAt(path.Count - 1);
            }
        }
    }

    /// <summary><c>kubectl apply --server-side</c> may take over what <c>kubectl apply</c> without it left in its annotation.</summary>
    private static List<(FieldManager Manager, string Path)> WithoutLastApplied(List<(FieldManager Manager, string Path)> conflicts, JsonObject live, SchemaNode schema, FieldManager manager)
    {
        if (manager.Name != "kubectl" || live.At("metadata", "annotations", LastApplied).Text() is not { Length: > 0 } text)
        {
            return conflicts;
        }

        var last = JsonTree.ParseObject(System.Text.Encoding.UTF8.GetBytes(text));
        var changes = FieldWalker.Compare(last, live, schema);
        var allowed = FieldWalker.Of(last, schema).Except(changes.Written).Except(changes.Removed).Paths().ToHashSet(StringComparer.Ordinal);
        return [.. conflicts.Where(c => !allowed.Contains(c.Path))];
    }

    private static StatusException Conflict(List<(FieldManager Manager, string Path)> conflicts)
    {
        var message = conflicts.Count == 1
            ? $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager}: {conflicts[0].Path}"
            : $"Apply failed with {conflicts.Count} conflicts: " + string.Join('\n', conflicts.GroupBy(c => c.Manager.ToString()).OrderBy(g => g.Key, StringComparer.Ordinal)
                .SelectMany(g => g.Select(c => $"- {c.Path}").Prepend($"conflicts with {g.Key}:")));
        return new StatusException(409, "Conflict", message)
        {
            Causes = [.. conflicts.Select(c => new FieldError("FieldManagerConflict", $"conflict with {c.Manager}", c.Path))],
        };
    }

    private static JsonObject Blank(JsonObject o) => new() { ["apiVersion"] = o["apiVersion"]?.DeepClone(), ["kind"] = o["kind"]?.DeepClone(), ["metadata"] = new JsonObject() };

    private static JsonObject WithoutEntries(JsonObject o)
    {
        var copy = o.Copy();
        (copy["metadata"] as JsonObject)?.Remove("managedFields");
        return copy;
    }
}
