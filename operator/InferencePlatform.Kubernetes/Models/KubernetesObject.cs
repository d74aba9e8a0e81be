namespace InferencePlatform.Kubernetes.Models;

/// <summary>What every object of the Kubernetes API has.</summary>
public abstract record KubernetesObject
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public ObjectMeta Metadata { get; init; } = new();
}
