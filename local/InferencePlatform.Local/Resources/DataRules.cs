using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Resources;

/// <summary>ConfigMaps and Secrets: what their keys may be, how large they may be, and that immutable ones stay so.</summary>
internal static class DataRules
{
    /// <summary>As in Kubernetes: 1 MiB of all values.</summary>
    private const int SizeLimit = 1 << 20;

    private static readonly string[] Fields = ["data", "binaryData"];

    public static KindRules ConfigMaps { get; } = new()
    {
        Validate = (map, old, errors) =>
        {
            Bytes(map, "binaryData", errors);
            foreach (var (name, _) in (map["binaryData"] as JsonObject ?? []).Where(e => map.At("data", e.Key) is not null))
            {
                errors.Invalid($"data[{name}]", name, "duplicate of key present in binaryData");
            }

            Validate(map, old, errors);
        },
    };

    public static KindRules Secrets { get; } = new()
    {
        Default = secret =>
        {
            secret["type"] ??= "Opaque";

            // stringData is a way in only: it is stored as data.
            foreach (var (name, value) in secret["stringData"] as JsonObject ?? [])
            {
                secret.Child("data")[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
            }

            secret.Remove("stringData");
        },
        Validate = (secret, old, errors) =>
        {
            Bytes(secret, "data", errors);
            Validate(secret, old, errors);
        },
    };

    private static void Bytes(JsonObject o, string field, FieldErrors errors)
    {
        foreach (var (name, value) in o[field] as JsonObject ?? [])
        {
            if (!Base64.IsValid(value.Text() ?? ""))
            {
                errors.WrongType($"{field}.{name}", value, "illegal base64 data");
            }
        }
    }

    private static void Validate(JsonObject o, JsonObject? old, FieldErrors errors)
    {
        var size = 0;
        foreach (var field in Fields)
        {
            foreach (var (name, value) in o[field] as JsonObject ?? [])
            {
                size += value.Text()?.Length ?? 0;
                if (name.Length is 0 or > 253 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                {
                    errors.Invalid($"{field}[{name}]", name, "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
                }
            }
        }

        if (size > SizeLimit)
        {
            errors.TooLong("", SizeLimit);
        }

        if (old is null || !old["immutable"].Flag())
        {
            return;
        }

        if (!o["immutable"].Flag())
        {
            errors.Forbidden("immutable", "field is immutable when `immutable` is set");
        }

        foreach (var field in Fields.Where(f => !JsonAccess.Same(o[f], old[f])))
        {
            errors.Forbidden(field, "field is immutable when `immutable` is set");
        }
    }
}
