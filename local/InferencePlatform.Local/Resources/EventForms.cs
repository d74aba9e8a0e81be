using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Resources;

/// <summary>
/// Events are one set of objects in two forms: <c>core/v1</c>, in which they are stored, and <c>events.k8s.io/v1</c>.
/// The fields are the same under other names.
/// </summary>
internal static class EventForms
{
    public const string StoredAs = "events";

    private const int NoteLimit = 1024;

    private static readonly string[] Needed = ["eventTime", "reportingController", "reportingInstance", "action", "reason"];

    private static readonly (string Core, string Current)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ];

    public static ResourceType Core { get; } = new("", "v1", "events", "Event", true);

    public static JsonObject CoreSchema { get; } = ToCoreSchema(SchemaGenerator.Generate(typeof(Event), strategicMerge: true));

    public static KindRules CoreRules { get; } = new() { Validate = (e, _, errors) => CheckNamespace(e, "involvedObject", errors) };

    /// <summary>The newer form asks for more than the older one.</summary>
    public static KindRules CurrentRules { get; } = new()
    {
        Validate = (e, _, errors) =>
        {
            CheckNamespace(e, "regarding", errors);
            foreach (var field in Needed.Where(f => e[f].Text() is not { Length: > 0 }))
            {
                errors.Required(field);
            }

            if (e.TextAt("note") is { Length: > NoteLimit } note)
            {
                errors.Invalid("note", note[..20] + "…", $"can have at most {NoteLimit} characters");
            }

            if (e.TextAt("type") is not ("Normal" or "Warning"))
            {
                errors.Invalid("type", e["type"] ?? "", "has invalid value");
            }
        },
    };

    /// <summary>The form that is stored.</summary>
    public static JsonObject ToStored(JsonObject e, ServedResource resource) => resource.Type.Group.Length == 0 ? e : Rename(e, "v1", toCore: true);

    /// <summary>The form in which a resource shows a stored event.</summary>
    public static JsonObject FromStored(JsonObject e, ServedResource resource) => resource.Type.Group.Length == 0 ? e : Rename(e, resource.Type.ApiVersion, toCore: false);

    /// <summary>A field selector's name for a field of the stored form.</summary>
    public static string StoredField(string field) =>
        field.StartsWith("regarding.", StringComparison.Ordinal) ? "involvedObject." + field["regarding.".Length..]
        : field == "reportingController" ? "reportingComponent" : field;

    private static void CheckNamespace(JsonObject e, string about, FieldErrors errors)
    {
        var ns = e.TextAt(about, "namespace");
        if (ns != e.TextAt("metadata", "namespace") && !(ns.Length == 0 && e.TextAt("metadata", "namespace") == "default"))
        {
            errors.Invalid($"{about}.namespace", ns, "does not match event.namespace");
        }
    }

    private static JsonObject Rename(JsonObject e, string apiVersion, bool toCore)
    {
        foreach (var (core, current) in Names)
        {
            var (from, to) = toCore ? (current, core) : (core, current);
            if (e.Remove(from, out var value))
            {
                e[to] = value;
            }
        }

        e["apiVersion"] = apiVersion;
        return e;
    }

    private static JsonObject ToCoreSchema(JsonObject schema)
    {
        schema["properties"] = Rename(schema["properties"]!.AsObject(), "", toCore: true);
        schema["properties"]!["apiVersion"] = new JsonObject { ["type"] = "string" };
        return schema;
    }
}
