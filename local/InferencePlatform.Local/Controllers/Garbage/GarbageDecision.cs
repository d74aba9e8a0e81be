using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Garbage;

/// <summary>What is known of an owner.</summary>
internal enum OwnerState
{
    Alive,

    /// <summary>There is no such object, or only another one of the same name.</summary>
    Absent,

    /// <summary>It is being deleted and waits for its dependents to go first.</summary>
    WaitsForDependents,
}

/// <summary>What the garbage collector does with an object.</summary>
internal abstract record GarbageAction
{
    /// <summary>Nothing.</summary>
    public sealed record Keep : GarbageAction;

    /// <summary>Deletes it, with this policy for its own dependents.</summary>
    public sealed record Delete(string Policy) : GarbageAction;

    /// <summary>Takes references to owners that are gone away from it.</summary>
    public sealed record Disown(IReadOnlySet<string> OwnerUids) : GarbageAction;

    /// <summary>Takes its own reference away from all its dependents, and then this finalizer from it.</summary>
    public sealed record OrphanDependents(string Finalizer) : GarbageAction;

    /// <summary>Takes a finalizer away: what it stood for is done.</summary>
    public sealed record Release(string Finalizer) : GarbageAction;
}

/// <summary>Decides, as Kubernetes' garbage collector does, what becomes of an object when owners go.</summary>
internal static class GarbageDecision
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";

    /// <param name="o">The object.</param>
    /// <param name="owners">What is known of the owners it refers to.</param>
    /// <param name="dependents">Objects that refer to it.</param>
    public static GarbageAction Decide(KubernetesObject o, IReadOnlyList<(OwnerReference Reference, OwnerState State)> owners, IReadOnlyList<KubernetesObject> dependents)
    {
        var finalizers = o.Metadata.Finalizers ?? [];
        if (o.Metadata.DeletionTimestamp is not null)
        {
            return finalizers.Contains(Orphan) ? new GarbageAction.OrphanDependents(Orphan)
                : finalizers.Contains(Foreground) && !dependents.Any(d => Blocks(d, o)) ? new GarbageAction.Release(Foreground)
                : new GarbageAction.Keep();
        }

        if (owners.Count == 0)
        {
            return new GarbageAction.Keep();
        }

        var gone = owners.Where(owner => owner.State != OwnerState.Alive).Select(owner => owner.Reference.Uid).ToHashSet();
        return gone.Count == 0 ? new GarbageAction.Keep()
            : gone.Count < owners.Count ? new GarbageAction.Disown(gone)
            : new GarbageAction.Delete(owners.Any(owner => owner.State == OwnerState.WaitsForDependents) && dependents.Count > 0 ? "Foreground" : "Background");
    }

    private static bool Blocks(KubernetesObject dependent, KubernetesObject owner) =>
        dependent.Metadata.OwnerReferences?.Any(r => r.Uid == owner.Metadata.Uid && r.BlockOwnerDeletion == true) == true;
}
