using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Schema;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Api;

/// <summary>
/// What happens to an object between the request and the store: the server's own fields, defaults, validation, owners of
/// fields, generation. The same for every verb and every kind.
/// </summary>
internal sealed class ObjectWriter(IServiceAddresses addresses, int maxObjects)
{
    /// <summary>Fields of <c>metadata</c> that only the server sets.</summary>
    private static readonly string[] ServerFields = ["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];

    /// <summary>Fields of <c>metadata</c> that are left out where they are empty.</summary>
    private static readonly string[] Collections = ["labels", "annotations", "ownerReferences", "finalizers"];

    /// <summary>What is no content of an object.</summary>
    private static readonly string[] Identity = ["apiVersion", "kind", "metadata"];

    /// <exception cref="StatusException">The object cannot be created; it says why.</exception>
    public StoredObject Create(WriteContext write, JsonObject o, bool recordUpdate = true)
    {
        CheckPlace(write);
        if (write.Find() is not null)
        {
            throw Invalidity.AlreadyExists(write.Resource, write.Key.Name);
        }

        var metadata = o.Child("metadata");
        if (metadata.TextAt("resourceVersion") is { Length: > 0 })
        {
            throw new StatusException(500, "", "resourceVersion should not be set on objects to be created");
        }

        foreach (var field in ServerFields)
        {
            metadata.Remove(field);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = ManagedFields.Timestamp(write.Now);
        if (write.Resource.Rules.CountsGenerations)
        {
            metadata["generation"] = 1L;
        }

        if (write.Resource.HasStatus)
        {
            o.Remove("status");
        }

        Complete(o, write.Resource);
        Validate(write, o, null);
        if (recordUpdate)
        {
            FieldOwnership.RecordUpdate(null, o, write.Resource.Schema, write.Manager, write.Now, trustEntries: true);
        }

        write.Resource.Rules.Create(o);
        if (write.Resource.Type is { Plural: "services", Group: "" })
        {
            var taken = write.Transaction.State.Of(write.Resource.StoredAs).Objects.Values.Select(s => s.Fields["spec.clusterIP"]).ToHashSet(StringComparer.Ordinal);
            addresses.Allocate(o, taken);
        }

        return Put(write, o);
    }

    /// <summary>Stores a changed form of an object, or leaves it where nothing changed.</summary>
    /// <exception cref="StatusException">The change cannot be made; it says why.</exception>
    public StoredObject Update(WriteContext write, StoredObject stored, JsonObject updated, bool recordUpdate = true)
    {
        var live = Responses.Shown(stored, write.Resource);
        CheckVersion(write, live, updated);
        Restore(write, live, updated);
        Complete(updated, write.Resource);
        Validate(write, updated, live);
        if (recordUpdate)
        {
            FieldOwnership.RecordUpdate(live, updated, write.Resource.Schema, write.Manager, write.Now, trustEntries: write.Subresource.Length == 0);
        }

        if (write.Resource.Rules.CountsGenerations && Content(updated, write.Resource) is var content && !JsonAccess.Same(content, Content(live, write.Resource)))
        {
            updated.Child("metadata")["generation"] = (live.At("metadata", "generation").Integer() ?? 0) + 1;
        }

        if (JsonAccess.Same(live, updated))
        {
            return stored;
        }

        return ObjectRemover.IsFinished(updated) ? ObjectRemover.Remove(write, stored, ToStored(write, updated)) : Put(write, updated);
    }

    private static void CheckPlace(WriteContext write)
    {
        if (!write.Resource.Type.Namespaced)
        {
            return;
        }

        var name = write.Key.Namespace!;
        var ns = write.Transaction.Find("namespaces", new ObjectKey(null, name))
            ?? throw new StatusException(404, "NotFound", $"namespaces \"{name}\" not found") { Name = name, Kind = "namespaces" };
        if (ns.Fields["status.phase"] == "Terminating")
        {
            throw new StatusException(403, "Forbidden", $"{write.Resource.Name} \"{write.Key.Name}\" is forbidden: unable to create new content in namespace {name} because it is being terminated")
            {
                Name = write.Key.Name,
                Group = write.Resource.Type.Group,
                Kind = write.Resource.Type.Plural,
                Causes = [new FieldError("NamespaceTerminating", $"namespace {name} is being terminated", "metadata.namespace")],
            };
        }
    }

    private static void CheckVersion(WriteContext write, JsonObject live, JsonObject updated)
    {
        if (updated.TextAt("metadata", "uid") is { Length: > 0 } uid && uid != live.TextAt("metadata", "uid"))
        {
            throw Invalidity.Conflict(write.Resource, write.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.TextAt("metadata", "uid")}");
        }

        if (updated.TextAt("metadata", "resourceVersion") is { Length: > 0 } version && version != live.TextAt("metadata", "resourceVersion"))
        {
            throw Invalidity.Conflict(write.Resource, write.Key.Name);
        }
    }

    /// <summary>Puts back what this request may not change: the server's fields, and the part that belongs to another path.</summary>
    private static void Restore(WriteContext write, JsonObject live, JsonObject updated)
    {
        if (write.Subresource == "status")
        {
            var entries = updated.At("metadata", "managedFields")?.DeepClone();
            foreach (var name in updated.Select(e => e.Key).Union(live.Select(e => e.Key)).Where(n => n != "status").ToArray())
            {
                Set(updated, name, live[name]);
            }

            Set(updated.Child("metadata"), "managedFields", entries);
        }
        else if (write.Resource.HasStatus)
        {
            Set(updated, "status", live["status"]);
        }

        var metadata = updated.Child("metadata");
        foreach (var name in ServerFields.Append("resourceVersion").Append("name").Append("namespace").Append("generateName"))
        {
            Set(metadata, name, live.At("metadata", name));
        }
    }

    private static void Set(JsonObject o, string name, JsonNode? value)
    {
        o.Remove(name);
        if (value is not null)
        {
            o[name] = value.DeepClone();
        }
    }

    /// <summary>Nulls away, empty metadata away, defaults in.</summary>
    private static void Complete(JsonObject o, ServedResource resource)
    {
        Defaulting.Apply(o, resource.Schema);
        resource.Rules.Default(o);
        var metadata = o.Child("metadata");
        foreach (var name in Collections.Where(n => metadata[n] is JsonObject { Count: 0 } or JsonArray { Count: 0 }))
        {
            metadata.Remove(name);
        }
    }

    private static void Validate(WriteContext write, JsonObject o, JsonObject? old)
    {
        var errors = new FieldErrors();
        ObjectNames.Validate(o, write.Resource, errors);
        NoNewFinalizers(o, old, errors);
        if (!errors.Any)
        {
            SchemaValidator.Validate(o, old, write.Resource.Schema, errors);
        }

        if (!errors.Any)
        {
            write.Resource.Rules.Validate(o, old, errors);
        }

        if (!write.Resource.IsCustom && errors.All.FirstOrDefault(e => e.Reason == "FieldValueTypeInvalid") is { } wrong)
        {
            throw Invalidity.Undecodable(write.Resource, $"json: cannot unmarshal into field {wrong.Field}: {wrong.Body}");
        }

        if (errors.Any)
        {
            throw Invalidity.Of(write.Resource, write.Key.Name, errors);
        }
    }

    private static void NoNewFinalizers(JsonObject o, JsonObject? old, FieldErrors errors)
    {
        if (old?.At("metadata", "deletionTimestamp") is null)
        {
            return;
        }

        var had = (old.At("metadata", "finalizers") as JsonArray ?? []).Select(f => f.Text()).ToHashSet();
        var added = (o.At("metadata", "finalizers") as JsonArray ?? []).Select(f => f.Text()).Where(f => !had.Contains(f)).ToList();
        if (added.Count > 0)
        {
            errors.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(f => $"\"{f}\""))}}}");
        }
    }

    /// <summary>What <c>metadata.generation</c> counts the changes of.</summary>
    private static JsonObject Content(JsonObject o, ServedResource resource)
    {
        var content = o.Copy();
        foreach (var name in Identity)
        {
            content.Remove(name);
        }

        if (resource.HasStatus)
        {
            content.Remove("status");
        }

        if (resource.Rules.GenerationCountsAnnotations)
        {
            content["annotations"] = o.At("metadata", "annotations")?.DeepClone();
        }

        return content;
    }

    private static JsonObject ToStored(WriteContext write, JsonObject o)
    {
        KeyOrder.Sort(o, write.Resource.Schema, write.Resource.IsCustom);
        return write.Resource.StoredAs == EventForms.StoredAs ? EventForms.ToStored(o, write.Resource) : o;
    }

    private StoredObject Put(WriteContext write, JsonObject o)
    {
        if (write.Transaction.State.Count >= maxObjects && write.Find() is null)
        {
            throw Invalidity.Forbidden(write.Resource, write.Key.Name, string.Create(CultureInfo.InvariantCulture, $"this server keeps {maxObjects} objects at most; delete some first"));
        }

        return write.Transaction.Put(write.Resource.StoredAs, write.Key, ToStored(write, o));
    }
}
