using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Schema;
using InferencePlatform.Local.Tables;

namespace InferencePlatform.Local.Resources;

/// <summary>One resource that the server serves, and what it knows about it.</summary>
internal sealed record ServedResource
{
    public const string AllVerbs = "create delete deletecollection get list patch update watch";

    public required ResourceType Type { get; init; }

    public required string Singular { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The schema as published, for documentation.</summary>
    public required JsonObject OpenApi { get; init; }

    public required SchemaNode Schema { get; init; }

    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    public KindRules Rules { get; init; } = KindRules.None;

    public string Verbs { get; init; } = AllVerbs;

    public bool HasStatus { get; init; }

    public ScalePaths? Scale { get; init; }

    /// <summary>Defined by a CustomResourceDefinition.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Under which name its objects are stored; two resources may show the same objects.</summary>
    public required string StoredAs { get; init; }

    /// <summary>As messages call it: plural and group.</summary>
    public string Name => Type.ToString();

    /// <summary>The kind with its group, as messages about an object call it.</summary>
    public string KindName => Type.Group.Length == 0 ? Type.Kind : $"{Type.Kind}.{Type.Group}";

    public bool Allows(string verb) => Verbs.Split(' ').Contains(verb);
}

/// <summary>Where the scale subresource finds its numbers, as JSON paths such as <c>.spec.replicas</c>.</summary>
internal sealed record ScalePaths(string Spec, string Status, string? Selector)
{
    public static ScalePaths Standard { get; } = new(".spec.replicas", ".status.replicas", null);

    public static string[] Steps(string path) => path.TrimStart('.').Split('.');
}

/// <summary>What a built-in kind does beyond its schema. Everything works on the object in place.</summary>
internal sealed record KindRules
{
    public static KindRules None { get; } = new();

    /// <summary>Sets the values that a real server sets.</summary>
    public Action<JsonObject> Default { get; init; } = _ => { };

    /// <summary>Finds what is wrong; the second object is the one before an update.</summary>
    public Action<JsonObject, JsonObject?, FieldErrors> Validate { get; init; } = (_, _, _) => { };

    /// <summary>Sets up a new object beyond defaults, such as its first status.</summary>
    public Action<JsonObject> Create { get; init; } = _ => { };

    /// <summary>Counts changes of the spec in <c>metadata.generation</c>.</summary>
    public bool CountsGenerations { get; init; }

    /// <summary>Counts changes of annotations too, as Deployments do.</summary>
    public bool GenerationCountsAnnotations { get; init; }

    /// <summary>Deletes at once unless the object asks for time.</summary>
    public Func<JsonObject, long> DeletionGrace { get; init; } = _ => 0;
}
