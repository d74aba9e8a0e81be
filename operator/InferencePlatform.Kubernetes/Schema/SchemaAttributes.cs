namespace InferencePlatform.Kubernetes.Schema;

/// <summary>Says which API resource a type is; see the Kubernetes API conventions on groups, versions and resources.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ResourceAttribute(string group, string version, string plural, string kind) : Attribute
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; } = group;

    public string Version { get; } = version;

    /// <summary>The name in URLs, such as <c>deployments</c>.</summary>
    public string Plural { get; } = plural;

    public string Kind { get; } = kind;

    public bool Namespaced { get; init; } = true;
}

/// <summary>A list whose elements are told apart by these fields (<c>x-kubernetes-list-type: map</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys { get; } = keys;
}

/// <summary>A list of distinct scalars (<c>x-kubernetes-list-type: set</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListSetAttribute : Attribute;

/// <summary>
/// A list, a map or an object that is owned and replaced as a whole (<c>x-kubernetes-list-type</c> or
/// <c>x-kubernetes-map-type: atomic</c>). Lists without another attribute are so too.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class AtomicAttribute : Attribute;

/// <summary>The key by which a strategic merge patch tells elements apart; without it such a patch replaces the list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatchMergeKeyAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}

/// <summary>A CEL rule of the schema (<c>x-kubernetes-validations</c>), on a property or on a whole type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class CelAttribute(string rule, string message) : Attribute
{
    /// <summary>An expression over <c>self</c> (and <c>oldSelf</c>), which must be true.</summary>
    public string Rule { get; } = rule;

    /// <summary>What the user is told when it is false.</summary>
    public string Message { get; } = message;

    /// <summary>The field that the error names, such as <c>.minReplicas</c>; without it the one the rule stands on.</summary>
    public string? FieldPath { get; init; }
}

/// <summary>Marks a subtree in which unknown fields are kept (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;

/// <summary>An amount such as <c>500m</c> or <c>1Gi</c> (<c>resource.Quantity</c>): text, but a number is taken too.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class QuantityAttribute : Attribute;

/// <summary>Bounds of a list's elements or of a dictionary's values; text or numbers.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute : Attribute
{
    /// <summary>Characters; -1 for no bound.</summary>
    public int MinLength { get; init; } = -1;

    /// <summary>Characters; -1 for no bound.</summary>
    public int MaxLength { get; init; } = -1;

    /// <summary>A regular expression that each must match somewhere.</summary>
    public string? Pattern { get; init; }

    /// <summary>NaN for no bound.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>NaN for no bound.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>The only values allowed; empty for any.</summary>
    public string[] Allowed { get; init; } = [];
}
