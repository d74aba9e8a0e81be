using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Local.Cel;

namespace InferencePlatform.Local.Schema;

/// <summary>How the elements of a list, or the fields of an object, are owned and merged.</summary>
internal enum MergeKind
{
    Granular,
    Atomic,
    Set,
    Map,
}

/// <summary>A structural schema, read once and ready to walk objects with.</summary>
internal sealed class SchemaNode
{
    /// <summary>Anything at all: fields are merged one by one, lists as a whole.</summary>
    public static SchemaNode Any { get; } = new() { PreserveUnknown = true };

    /// <summary>Empty where any type is allowed.</summary>
    public string Type { get; init; } = "";

    public string Format { get; init; } = "";

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = new Dictionary<string, SchemaNode>();

    public SchemaNode? AdditionalProperties { get; init; }

    public SchemaNode? Items { get; init; }

    public bool PreserveUnknown { get; init; }

    public bool IntOrString { get; init; }

    public bool Nullable { get; init; }

    public MergeKind Merge { get; init; }

    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Null where a strategic merge patch replaces the list.</summary>
    public string? PatchMergeKey { get; init; }

    public bool PatchMerges { get; init; }

    public JsonNode? Default { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyList<JsonNode?> Enum { get; init; } = [];

    public Regex? Pattern { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }

    public IReadOnlyList<CelRule> Rules { get; set; } = [];

    /// <summary>The schema of a field; null where the schema knows none of that name.</summary>
    public SchemaNode? Field(string name) =>
        Properties.TryGetValue(name, out var field) ? field : AdditionalProperties ?? (PreserveUnknown ? Any : null);

    /// <summary>Whether a field is one of a fixed set, rather than an entry that users name.</summary>
    public bool IsNamed(string name) => Properties.ContainsKey(name);
}
