using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.ReplicaSets;

/// <summary>What to do for a ReplicaSet now.</summary>
/// <param name="Create">Pods to create.</param>
/// <param name="Delete">Pods to delete.</param>
/// <param name="Status">What there is.</param>
/// <param name="RequeueAfter">When a pod becomes available merely by staying ready.</param>
internal sealed record ReplicaSetPlan(int Create, IReadOnlyList<Pod> Delete, ReplicaSetStatus Status, TimeSpan? RequeueAfter)
{
    public bool WritesPods => Create > 0 || Delete.Count > 0;
}
