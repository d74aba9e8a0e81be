namespace InferencePlatform.Kubernetes.Client;

/// <summary>How to apply.</summary>
public sealed record ApplyOptions : WriteOptions
{
    public ApplyOptions(string fieldManager) => FieldManager = fieldManager;

    /// <summary>Takes fields over that another manager owns, instead of failing with a conflict.</summary>
    public bool Force { get; init; }

    /// <summary>Fails with a conflict where the object exists already, whoever owns which of its fields.</summary>
    public bool CreateOnly { get; init; }

    /// <summary>
    /// Which object it must be: fails with a conflict where none has the name, and as invalid in <c>metadata.uid</c> where
    /// another has it. Null is any.
    /// </summary>
    public string? Uid { get; init; }
}
