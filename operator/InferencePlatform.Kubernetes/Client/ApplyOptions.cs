namespace InferencePlatform.Kubernetes.Client;

/// <summary>How to apply.</summary>
public sealed record ApplyOptions : WriteOptions
{
    public ApplyOptions(string fieldManager) => FieldManager = fieldManager;

    /// <summary>Takes fields over that another manager owns, instead of failing with a conflict.</summary>
    public bool Force { get; init; }
}
