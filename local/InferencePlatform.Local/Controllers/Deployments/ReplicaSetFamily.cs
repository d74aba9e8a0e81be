using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>The ReplicaSets of one Deployment: the one of its present template, and the older ones, oldest first.</summary>
internal sealed record ReplicaSetFamily(ReplicaSetView? New, IReadOnlyList<ReplicaSetView> Old)
{
    public IEnumerable<ReplicaSetView> All => New is null ? Old : Old.Append(New);

    public int Wanted => All.Sum(s => s.Wanted);

    public static ReplicaSetFamily Of(Deployment deployment, IEnumerable<ReplicaSet> owned)
    {
        var sets = owned.OrderBy(s => s.Metadata.CreationTimestamp).ThenBy(s => s.Metadata.Name, StringComparer.Ordinal).Select(ReplicaSetView.Of).ToList();
        var present = sets.Find(s => PodTemplate.Same(s.Object.Spec.Template, deployment.Spec.Template));
        return new(present, [.. sets.Where(s => s != present)]);
    }

    public ReplicaSetFamily With(ReplicaSetView changed) => changed.Name == New?.Name
        ? this with { New = changed }
        : this with { Old = [.. Old.Select(s => s.Name == changed.Name ? changed : s)] };
}
