using System.Text.Json.Nodes;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Patching;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Schema;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Api;

/// <summary>Answers the <c>scale</c> subresource: an <c>autoscaling/v1</c> Scale that stands for a few fields of an object.</summary>
internal sealed class ScaleHandler(ObjectStore store, ObjectWriter writer, TimeProvider time)
{
    private static readonly string[] Preconditions = ["resourceVersion", "uid"];
    private static readonly string[] Shown = ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"];

    public async Task HandleAsync(ApiRequest request)
    {
        if (request.Http.Request.Method == "GET")
        {
            var found = store.State.Find(request.Resource.StoredAs, request.Key) ?? throw Invalidity.NotFound(request.Resource, request.Name!);
            await Responses.WriteAsync(request.Http, 200, Of(found, request.Resource)).ConfigureAwait(false);
            return;
        }

        var patching = request.Http.Request.Method == "PATCH";
        request.CheckWriteOptions(patching ? "PatchOptions" : "UpdateOptions");
        var body = await RequestBody.ReadAsync(request.Http).ConfigureAwait(false);
        var type = RequestBody.MediaType(request.Http);
        var manager = new FieldManager(request.FieldManager, false, request.Resource.Type.ApiVersion, "scale");
        var scaled = await store.CommitAsync(
            transaction =>
            {
                var write = new WriteContext(transaction, request.Resource, request.Key, "scale", manager, time.GetUtcNow());
                var stored = write.Find() ?? throw Invalidity.NotFound(request.Resource, request.Name!);
                var wanted = patching ? Patched(Of(stored, request.Resource), type, body) : RequestBody.Json(body);
                return writer.Update(write, stored, Changed(request, stored.Parse(), wanted));
            },
            request.DryRun).ConfigureAwait(false);
        await Responses.WriteAsync(request.Http, 200, Of(scaled, request.Resource)).ConfigureAwait(false);
    }

    private static JsonObject Patched(JsonObject scale, string type, byte[] body) => type switch
    {
        "application/merge-patch+json" or "application/strategic-merge-patch+json" => (JsonObject)MergePatch.Apply(scale, RequestBody.Json(body))!,
        "application/json-patch+json" => JsonPatch.Apply(scale, JsonTree.Parse(body)),
        _ => throw StatusException.NotSupported("The scale subresource takes JSON patches and merge patches, not server-side apply."),
    };

    private static JsonObject Changed(ApiRequest request, JsonObject o, JsonObject scale)
    {
        var replicas = scale.At("spec", "replicas");
        if (replicas is not null && replicas.Integer() is null)
        {
            throw StatusException.BadRequest("Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal into field spec.replicas");
        }

        if (replicas.Integer() is < 0)
        {
            var errors = new FieldErrors();
            errors.Invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            throw Invalidity.Of("Scale", "autoscaling", request.Name!, errors);
        }

        var steps = ScalePaths.Steps(request.Resource.Scale!.Spec);
        var parent = steps[..^1].Aggregate(o, (at, step) => at.Child(step));
        parent[steps[^1]] = replicas.Integer() ?? 0;
        var metadata = o.Child("metadata");
        foreach (var name in Preconditions)
        {
            if (scale.At("metadata", name).Text() is { Length: > 0 } value)
            {
                metadata[name] = value;
            }
        }

        return o;
    }

    private static JsonObject Of(StoredObject stored, ServedResource resource)
    {
        var o = stored.Parse();
        var paths = resource.Scale!;
        var selector = paths.Selector is { } path ? o.At(ScalePaths.Steps(path)).Text() : SelectorText(o.At("spec", "selector"));
        var status = new JsonObject { ["replicas"] = o.At(ScalePaths.Steps(paths.Status)).Integer() ?? 0 };
        if (!string.IsNullOrEmpty(selector))
        {
            status["selector"] = selector;
        }

        var metadata = new JsonObject(Shown
            .Where(name => o.At("metadata", name) is not null)
            .Select(name => KeyValuePair.Create(name, o.At("metadata", name)?.DeepClone())));
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = o.At(ScalePaths.Steps(paths.Spec)).Integer() is { } replicas and not 0 ? new JsonObject { ["replicas"] = replicas } : new JsonObject(),
            ["status"] = status,
        };
    }

    /// <summary>A label selector in the form of queries.</summary>
    private static string SelectorText(JsonNode? selector) => string.Join(',', (selector.At("matchLabels") as JsonObject ?? [])
        .OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value.Text()}")
        .Concat(selector.At("matchExpressions").Objects().Select(e => e.TextAt("operator") switch
        {
            "Exists" => e.TextAt("key"),
            "DoesNotExist" => "!" + e.TextAt("key"),
            var name => $"{e.TextAt("key")} {name.ToLowerInvariant()} ({string.Join(',', (e["values"] as JsonArray ?? []).Select(v => v.Text()))})",
        })));
}
