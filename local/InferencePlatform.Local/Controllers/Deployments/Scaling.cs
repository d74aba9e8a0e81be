namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Brings ReplicaSets to a changed number of replicas; in the middle of a rollout each gets its share.</summary>
internal static class Scaling
{
    /// <summary>Whether somebody scaled the Deployment since its ReplicaSets were last scaled for it.</summary>
    public static bool IsAsked(ReplicaSetFamily family, DeploymentSettings settings) =>
        family.All.Any(s => s.Wanted > 0 && s.DesiredReplicas is { } desired && desired != settings.Replicas);

    public static ReplicaSetFamily Step(ReplicaSetFamily family, DeploymentSettings settings)
    {
        var active = family.All.Where(s => s.Wanted > 0).ToList();
        if (active.Count <= 1)
        {
            return (active.FirstOrDefault() ?? family.New ?? family.Old.MaxBy(s => s.Revision)) is { } only
                ? family.With(only with { Wanted = settings.Replicas })
                : family;
        }

        if (family.New is { } present && present.Wanted == settings.Replicas && present.Available >= settings.Replicas)
        {
            return family with { Old = [.. family.Old.Select(s => s with { Wanted = 0 })] };
        }

        return settings.Recreate ? family : Share(family, active, settings);
    }

    private static ReplicaSetFamily Share(ReplicaSetFamily family, List<ReplicaSetView> active, DeploymentSettings settings)
    {
        var allowed = settings.Replicas > 0 ? settings.Replicas + settings.MaxSurge : 0;
        var toAdd = allowed - family.Wanted;
        var left = toAdd;

        // The largest first, and among equals the newest when there is more and the oldest when there is less.
        var order = active.OrderByDescending(s => s.Wanted).ThenBy(s => (toAdd > 0 ? -1 : 1) * (s.Object.Metadata.CreationTimestamp?.Ticks ?? 0));
        var shared = new List<ReplicaSetView>();
        foreach (var set in order)
        {
            var share = left == 0 ? 0 : Fraction(set, settings, allowed);
            share = toAdd > 0 ? Math.Clamp(share, 0, left) : Math.Clamp(share, left, 0);
            left -= share;
            shared.Add(set with { Wanted = set.Wanted + share });
        }

        // What rounding left over goes to the largest.
        shared[0] = shared[0] with { Wanted = Math.Max(0, shared[0].Wanted + left) };
        return shared.Aggregate(family, (f, s) => f.With(s));
    }

    private static int Fraction(ReplicaSetView set, DeploymentSettings settings, int allowed)
    {
        var before = set.MaxReplicas ?? settings.Replicas + settings.MaxSurge;
        var size = before == 0 ? 0 : (int)Math.Round((double)set.Wanted * allowed / before, MidpointRounding.AwayFromZero);
        return size - set.Wanted;
    }
}
