using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Tables;

/// <summary>A column of <c>kubectl get</c>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Value">The cell of an object, at a time.</param>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Value)
{
    public string Type { get; init; } = "string";

    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>0 for columns always shown, 1 for those of <c>-o wide</c>.</summary>
    public int Priority { get; init; }

    public JsonObject ToJson() => new() { ["name"] = Name, ["type"] = Type, ["format"] = Format, ["description"] = Description, ["priority"] = Priority };
}
