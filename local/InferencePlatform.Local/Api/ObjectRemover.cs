using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Api;

/// <summary>What a request to delete asks for.</summary>
internal sealed record DeleteRequest
{
    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    /// <summary>Seconds; null leaves it to the object.</summary>
    public long? GracePeriod { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null leaves it to the object.</summary>
    public string? Propagation { get; init; }
}

/// <summary>
/// Deletes objects: at once, after a grace period that somebody confirms, or when the last finalizer is gone. A
/// namespace goes with the last object in it.
/// </summary>
internal sealed class ObjectRemover(ResourceRegistry registry)
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <summary>Whether an object that is being deleted has nothing left to wait for.</summary>
    public static bool IsFinished(JsonObject o)
    {
        var metadata = o["metadata"];
        return metadata.At("deletionTimestamp") is not null
            && metadata.At("finalizers") is not JsonArray { Count: > 0 }
            && o.At("spec", "finalizers") is not JsonArray { Count: > 0 }
            && (metadata.At("deletionGracePeriodSeconds").Integer() ?? 0) == 0;
    }

    /// <summary>Deletes, or begins to.</summary>
    /// <returns>The object as it is now, and whether it is gone.</returns>
    /// <exception cref="StatusException">404, or 409 where a precondition does not hold.</exception>
    public (StoredObject Object, bool Gone) Delete(WriteContext write, DeleteRequest request)
    {
        var stored = write.Find() ?? throw Invalidity.NotFound(write.Resource, write.Key.Name);
        var o = stored.Parse();
        CheckPreconditions(write, o, request);
        var metadata = o.Child("metadata");
        var already = metadata["deletionTimestamp"] is not null;
        Propagate(metadata, request.Propagation);
        var grace = Math.Max(0, request.GracePeriod ?? write.Resource.Rules.DeletionGrace(o));
        if (write.Resource.Rules.DeletionGrace(o) == 0)
        {
            grace = 0;
        }

        var current = metadata["deletionGracePeriodSeconds"].Integer();
        if (!already || grace < current)
        {
            metadata["deletionTimestamp"] = already && current is { } before
                ? ManagedFields.Timestamp(DateTimeOffset.Parse(metadata.TextAt("deletionTimestamp"), CultureInfo.InvariantCulture) - TimeSpan.FromSeconds(before - grace))
                : ManagedFields.Timestamp(write.Now + TimeSpan.FromSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            if (!already && metadata["generation"].Integer() is { } generation)
            {
                metadata["generation"] = generation + 1;
            }
        }

        if (write.Resource.StoredAs == "namespaces")
        {
            return DeleteNamespace(write, stored, o);
        }

        if (IsFinished(o))
        {
            return (Remove(write, stored, o), true);
        }

        return JsonAccess.Same(o, stored.Parse()) ? (stored, false) : (write.Transaction.Put(write.Resource.StoredAs, write.Key, o), false);
    }

    /// <summary>Takes an object out of the store, and its namespace after it where that was waiting for it.</summary>
    public static StoredObject Remove(WriteContext write, StoredObject stored, JsonObject last)
    {
        var gone = write.Transaction.Delete(stored, last);
        if (write.Key.Namespace is { } name
            && write.Transaction.Find("namespaces", new ObjectKey(null, name)) is { } ns && ns.Fields["status.phase"] == "Terminating"
            && !Contents(write.Transaction.State, name).Any())
        {
            write.Transaction.Delete(ns);
        }

        return gone;
    }

    private static void CheckPreconditions(WriteContext write, JsonObject o, DeleteRequest request)
    {
        if (request.Uid is { } uid && uid != o.TextAt("metadata", "uid"))
        {
            throw Invalidity.Conflict(write.Resource, write.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {o.TextAt("metadata", "uid")}");
        }

        if (request.ResourceVersion is { } version && version != o.TextAt("metadata", "resourceVersion"))
        {
            throw Invalidity.Conflict(write.Resource, write.Key.Name, $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {o.TextAt("metadata", "resourceVersion")}");
        }
    }

    /// <summary>Leaves the mark by which the garbage collector knows what to do with the object's dependents.</summary>
    private static void Propagate(JsonObject metadata, string? policy)
    {
        if (policy is null)
        {
            return;
        }

        var finalizers = (metadata["finalizers"] as JsonArray ?? []).Select(f => f.Text()!).Where(f => f is not (Foreground or Orphan)).ToList();
        if (policy is "Foreground" or "Orphan")
        {
            finalizers.Add(policy == "Orphan" ? Orphan : Foreground);
        }

        metadata.Remove("finalizers");
        if (finalizers.Count > 0)
        {
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(f => (JsonNode)f)]);
        }
    }

    private (StoredObject Object, bool Gone) DeleteNamespace(WriteContext write, StoredObject stored, JsonObject o)
    {
        if (write.Key.Name is "default" or "kube-system")
        {
            throw Invalidity.Forbidden(write.Resource, write.Key.Name, "this namespace may not be deleted");
        }

        o.Child("status")["phase"] = "Terminating";
        var marked = write.Transaction.Put(write.Resource.StoredAs, write.Key, o);
        foreach (var content in Contents(write.Transaction.State, write.Key.Name).ToList())
        {
            // An earlier one may have taken this one with it, or the namespace itself.
            if (write.Transaction.Find(content.Resource, content.Key) is not null && registry.All.FirstOrDefault(r => r.StoredAs == content.Resource) is { } resource)
            {
                Delete(write with { Resource = resource, Key = content.Key }, new DeleteRequest { Propagation = "Background" });
            }
        }

        return write.Find() is null ? (marked, true)
            : Contents(write.Transaction.State, write.Key.Name).Any() ? (marked, false)
            : (write.Transaction.Delete(marked), true);
    }

    private static IEnumerable<StoredObject> Contents(StoreState state, string ns) =>
        state.Resources.Values.SelectMany(r => r.Objects.Values).Where(o => o.Key.Namespace == ns);
}
