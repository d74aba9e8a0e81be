using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;

namespace InferencePlatform.Operator.Planning;

/// <summary>The difference between what should be and what is, as steps.</summary>
internal static class Planner
{
    /// <param name="snapshot">What is.</param>
    /// <param name="desired">What should be.</param>
    public static Plan Create(Snapshot snapshot, IReadOnlyList<KubernetesObject> desired)
    {
        var uid = snapshot.Model.Metadata.Uid!;
        var withPods = MayMakePods(snapshot, desired);
        var applies = desired.Where(d => withPods || d is not Deployment).Select(d => ApplyOf(d, snapshot.Objects.Find(d.GetType(), d.Metadata.Name!), uid));
        var deletes = snapshot.Objects.All
            .Where(o => o.Metadata.DeletionTimestamp is null && ObservedObjects.IsOwnedBy(o, uid) && !desired.Any(d => IsSame(d, o)))
            .Select(o => new Step.Delete(o, "the spec asks for it no longer"));
        return new Plan([.. applies.OfType<Step>(), .. deletes, .. withPods ? Scaling.Plan(snapshot) : []]);
    }

    /// <summary>Objects of the model's names that somebody else made; they are left as they are.</summary>
    public static IEnumerable<KubernetesObject> FindForeign(Snapshot snapshot, IReadOnlyList<KubernetesObject> desired) => desired
        .Select(d => snapshot.Objects.Find(d.GetType(), d.Metadata.Name!))
        .OfType<KubernetesObject>()
        .Where(o => !ObservedObjects.IsOwnedBy(o, snapshot.Model.Metadata.Uid!));

    /// <summary>
    /// Whether the Deployment is the model's own or is still to be made, and its pods would not come under an account or a
    /// NetworkPolicy of somebody else's: a cloud's rights, say, may hang on an account's name.
    /// </summary>
    private static bool MayMakePods(Snapshot snapshot, IReadOnlyList<KubernetesObject> desired) =>
        !FindForeign(snapshot, desired).Any(o => o is Deployment or ServiceAccount or NetworkPolicy);

    private static Step.Apply? ApplyOf(KubernetesObject desired, KubernetesObject? live, string uid) => live switch
    {
        null => new Step.Apply(desired, null, "it does not exist"),
        _ when !ObservedObjects.IsOwnedBy(live, uid) || live.Metadata.DeletionTimestamp is not null => null,
        _ when AppliedHash.Of(live) != AppliedHash.Of(desired) => new Step.Apply(desired, live.Metadata.Uid, "the spec asks for something else"),
        _ when Drift.Find(desired, live) is { } field => new Step.Apply(desired, live.Metadata.Uid, $"{field} was changed by somebody else"),
        _ => null,
    };

    private static bool IsSame(KubernetesObject a, KubernetesObject b) => a.GetType() == b.GetType() && a.Metadata.Name == b.Metadata.Name;
}
