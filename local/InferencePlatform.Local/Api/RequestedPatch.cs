using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Apply;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Patching;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Api;

/// <summary>The body of a <c>PATCH</c>, in one of the four forms.</summary>
internal sealed class RequestedPatch
{
    private const string ApplyType = "application/apply-patch+yaml";
    private const string JsonType = "application/json-patch+json";
    private const string MergeType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";

    private readonly ApiRequest _request;
    private readonly string _type;
    private readonly JsonNode? _patch;
    private readonly List<string> _problems = [];
    private readonly string _text;

    /// <exception cref="StatusException">415, 400 or 422: there is no such form, or the body or an option is not right.</exception>
    public RequestedPatch(ApiRequest request, byte[] body)
    {
        _request = request;
        _type = RequestBody.MediaType(request.Http);
        request.CheckWriteOptions("PatchOptions");
        var errors = new FieldErrors();
        if (IsApply && string.IsNullOrEmpty(request.Query("fieldManager")))
        {
            errors.Required("fieldManager", "is required for apply patch");
        }
        else if (!IsApply && request.Query("force") is not null)
        {
            errors.Forbidden("force", "may not be specified for non-apply patch");
        }

        if (errors.Any)
        {
            throw Invalidity.Of("PatchOptions", "meta.k8s.io", "", errors);
        }

        var duplicates = new List<string>();
        _text = Encoding.UTF8.GetString(body);
        _patch = _type switch
        {
            ApplyType => RequestBody.Yaml(body),
            JsonType => Array(body),
            MergeType => RequestBody.Json(body, duplicates),
            StrategicType when !request.Resource.IsCustom => RequestBody.Json(body, duplicates),
            _ => throw new StatusException(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: "
                + string.Join(", ", request.Resource.IsCustom ? [JsonType, MergeType, ApplyType] : new[] { JsonType, MergeType, StrategicType, ApplyType })),
        };
        _problems.AddRange(duplicates.Select(d => $"duplicate field \"{d}\""));
    }

    public bool IsApply => _type == ApplyType;

    /// <summary>The object after a server-side apply.</summary>
    public JsonObject Apply(JsonObject? live, WriteContext write)
    {
        var applied = ((JsonObject)_patch!).Copy();
        if (applied.At("metadata", "managedFields") is not null)
        {
            throw StatusException.BadRequest("metadata.managedFields must be nil");
        }

        if (live is null && applied.TextAt("metadata", "uid") is { Length: > 0 } uid)
        {
            throw Invalidity.Conflict(write.Resource, write.Key.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        RequestBody.CheckIdentity(_request, applied);
        CheckUid(live, applied, write);
        if (live is null)
        {
            // There is nothing that it could be the version of: such an apply makes an object that is not there, and changes none that is.
            (applied["metadata"] as JsonObject)?.Remove("resourceVersion");
        }

        DropNulls(applied);
        Scope(applied, write);
        if (Pruning.Prune(applied.Copy(), write.Resource.Schema) is [var unknown, ..])
        {
            throw new StatusException(500, "", $"failed to create typed patch object ({write.Key}; {write.Resource.Type.ApiVersion}, Kind={write.Resource.Type.Kind}): .{unknown}: field not declared in schema");
        }

        try
        {
            return FieldOwnership.Apply(live, applied, write.Resource.Schema, write.Manager, _request.Flag("force") && _request.Query("force") is not null, write.Now);
        }
        catch (InvalidDataException e)
        {
            throw new StatusException(500, "", $"failed to create typed patch object ({write.Key}; {write.Resource.Type.ApiVersion}, Kind={write.Resource.Type.Kind}): {e.Message}");
        }
    }

    /// <summary>The object after any other patch.</summary>
    public JsonObject Change(JsonObject live)
    {
        var changed = _type switch
        {
            JsonType => JsonPatch.Apply(live, _patch),
            MergeType => (JsonObject)MergePatch.Apply(live, _patch)!,
            _ => StrategicMergePatch.Apply(live, (JsonObject)_patch!, _request.Resource.Schema),
        };
        RequestBody.CheckIdentity(_request, changed);
        var problems = new List<string>(_problems);
        RequestBody.Prune(_request, changed, problems);
        RequestBody.Report(_request, problems, why =>
        {
            var errors = new FieldErrors();
            errors.Invalid("patch", _text, why);
            return Invalidity.Of("", "", "", errors);
        });
        return changed;
    }

    private static void CheckUid(JsonObject? live, JsonObject applied, WriteContext write)
    {
        if (live is not null && applied.TextAt("metadata", "uid") is { Length: > 0 } uid && uid != live.TextAt("metadata", "uid"))
        {
            var errors = new FieldErrors();
            errors.Invalid("metadata.uid", uid, "field is immutable");
            throw Invalidity.Of(write.Resource, write.Key.Name, errors);
        }
    }

    /// <summary>Only the part that the path is about is applied.</summary>
    private static void Scope(JsonObject applied, WriteContext write)
    {
        if (write.Subresource == "status")
        {
            foreach (var name in applied.Select(e => e.Key).Where(n => n is not ("apiVersion" or "kind" or "metadata" or "status")).ToArray())
            {
                applied.Remove(name);
            }

            foreach (var name in applied.Child("metadata").Select(e => e.Key).Where(n => n is not ("name" or "namespace" or "uid" or "resourceVersion")).ToArray())
            {
                applied.Child("metadata").Remove(name);
            }
        }
        else if (write.Resource.HasStatus)
        {
            applied.Remove("status");
        }
    }

    private static void DropNulls(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToArray())
                {
                    if (value is null)
                    {
                        fields.Remove(name);
                    }

                    DropNulls(value);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    DropNulls(item);
                }

                break;
        }
    }

    private static JsonNode? Array(byte[] body)
    {
        try
        {
            return JsonTree.Parse(body);
        }
        catch (JsonException e)
        {
            throw StatusException.BadRequest($"error decoding patch: {e.Message}");
        }
    }
}
