namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>How many pods each ReplicaSet should have next while a template replaces another little by little.</summary>
internal static class RollingUpdate
{
    public static ReplicaSetFamily Step(ReplicaSetFamily family, DeploymentSettings settings)
    {
        if (family.New is not { } present)
        {
            return family;
        }

        var wanted = NewReplicas(family.Wanted, present.Wanted, settings);
        return wanted != present.Wanted ? family.With(present with { Wanted = wanted }) : ScaleDownOld(family, present, settings);
    }

    /// <summary>As many as the surge has room for.</summary>
    public static int NewReplicas(int allWanted, int newWanted, DeploymentSettings settings)
    {
        var room = settings.Replicas + settings.MaxSurge - allWanted;
        return newWanted >= settings.Replicas ? settings.Replicas : newWanted + Math.Clamp(room, 0, settings.Replicas - newWanted);
    }

    private static ReplicaSetFamily ScaleDownOld(ReplicaSetFamily family, ReplicaSetView present, DeploymentSettings settings)
    {
        // New pods that are not available yet might never be: only what is over without them may go.
        var newUnavailable = present.Wanted - present.Available;
        var most = family.Wanted - settings.MinAvailable - newUnavailable;
        return most <= 0 ? family : ScaleDownAvailable(ScaleDownUnhealthy(family, most), settings);
    }

    /// <summary>Pods that are not available anyhow go first: taking them away loses nothing.</summary>
    private static ReplicaSetFamily ScaleDownUnhealthy(ReplicaSetFamily family, int most)
    {
        foreach (var old in family.Old)
        {
            var down = Math.Clamp(old.Wanted - old.Available, 0, most);
            most -= down;
            family = family.With(old with { Wanted = old.Wanted - down });
        }

        return family;
    }

    private static ReplicaSetFamily ScaleDownAvailable(ReplicaSetFamily family, DeploymentSettings settings)
    {
        var left = Math.Max(0, family.All.Sum(s => s.Available) - settings.MinAvailable);
        foreach (var old in family.Old)
        {
            var down = Math.Min(old.Wanted, left);
            left -= down;
            family = family.With(old with { Wanted = old.Wanted - down });
        }

        return family;
    }
}
