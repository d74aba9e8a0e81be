namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>All old pods end before the first new one starts.</summary>
internal static class Recreate
{
    /// <param name="family">The ReplicaSets.</param>
    /// <param name="settings">The Deployment's.</param>
    /// <param name="oldPodsRemain">Whether a pod of an old template still runs, one that is ending included.</param>
    public static ReplicaSetFamily Step(ReplicaSetFamily family, DeploymentSettings settings, bool oldPodsRemain)
    {
        if (family.Old.Any(s => s.Wanted > 0))
        {
            return family with { Old = [.. family.Old.Select(s => s with { Wanted = 0 })] };
        }

        return oldPodsRemain || family.New is not { } present ? family : family.With(present with { Wanted = settings.Replicas });
    }
}
