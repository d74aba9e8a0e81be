using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>What a pod is towards the API server.</summary>
[Resource("", "v1", "serviceaccounts", "ServiceAccount")]
public sealed record ServiceAccount : KubernetesObject
{
    public bool? AutomountServiceAccountToken { get; init; }

    [Atomic]
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }
}
