using System.Text.Json.Nodes;
using InferencePlatform.Local.Resources;

namespace InferencePlatform.Local.Tables;

/// <summary>Shows objects as <c>meta.k8s.io/v1</c> Tables, or as their metadata alone.</summary>
internal sealed class TablePrinter(TimeProvider time)
{
    /// <summary>
    /// A table of objects in their stored form. Of each object its row has what <paramref name="include"/> says
    /// (<c>None</c>, <c>Metadata</c>, which is the default, or <c>Object</c>). Watches leave the columns out after the first event.
    /// </summary>
    public JsonObject Table(ServedResource resource, IEnumerable<JsonObject> objects, string? include, JsonObject metadata, bool columns = true)
    {
        var now = time.GetUtcNow();
        var rows = objects.Select(o => (JsonNode)new JsonObject
        {
            ["cells"] = new JsonArray([.. resource.Columns.Select(c => c.Value(o, now))]),
            ["object"] = include switch { "None" => null, "Object" => o.DeepClone(), _ => Partial(o) },
        });
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = columns ? new JsonArray([.. resource.Columns.Select(c => c.ToJson())]) : null,
            ["rows"] = new JsonArray([.. rows]),
        };
    }

    public static JsonObject Partial(JsonObject o) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = o["metadata"]?.DeepClone(),
    };
}
