using System.Globalization;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>One ReplicaSet as a rollout counts it.</summary>
/// <param name="Object">The object as the API has it.</param>
/// <param name="Wanted">Pods it should have; a plan changes this.</param>
internal sealed record ReplicaSetView(ReplicaSet Object, int Wanted)
{
    public string Name => Object.Metadata.Name ?? "";

    public int Existing => Object.Status?.Replicas ?? 0;

    public int Ready => Object.Status?.ReadyReplicas ?? 0;

    public int Available => Object.Status?.AvailableReplicas ?? 0;

    public long Revision =>
        long.TryParse(Annotation(Annotations.Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>What the Deployment wanted when this was last scaled for it.</summary>
    public int? DesiredReplicas =>
        int.TryParse(Annotation(Annotations.DesiredReplicas), NumberStyles.None, CultureInfo.InvariantCulture, out var desired) ? desired : null;

    /// <summary>The most pods that the rollout allowed then.</summary>
    public int? MaxReplicas =>
        int.TryParse(Annotation(Annotations.MaxReplicas), NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : null;

    public string? Annotation(string name) => Object.Metadata.Annotations?.GetValueOrDefault(name);

    public static ReplicaSetView Of(ReplicaSet set) => new(set, set.Spec.Replicas ?? 1);
}
