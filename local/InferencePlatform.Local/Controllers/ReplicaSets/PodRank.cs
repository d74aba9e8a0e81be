using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.ReplicaSets;

/// <summary>Orders pods by how little is lost with them: the first goes first.</summary>
internal sealed class PodRank : IComparer<Pod>
{
    public static PodRank Instance { get; } = new();

    public int Compare(Pod? x, Pod? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return First(
            (x.Spec.NodeName is not null).CompareTo(y.Spec.NodeName is not null),
            Phase(x).CompareTo(Phase(y)),
            x.IsReady().CompareTo(y.IsReady()),
            x.IsReady() ? Nullable.Compare(y.ReadyCondition()?.LastTransitionTime, x.ReadyCondition()?.LastTransitionTime) : 0,
            Restarts(y).CompareTo(Restarts(x)),
            Nullable.Compare(y.Metadata.CreationTimestamp, x.Metadata.CreationTimestamp),
            string.CompareOrdinal(x.Metadata.Name, y.Metadata.Name));
    }

    private static int First(params ReadOnlySpan<int> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }

    private static int Phase(Pod pod) => pod.Status?.Phase switch { null or "Pending" => 0, "Running" => 2, _ => 1 };

    private static int Restarts(Pod pod) => (pod.Status?.ContainerStatuses ?? []).Select(c => c.RestartCount).DefaultIfEmpty(0).Max();
}
