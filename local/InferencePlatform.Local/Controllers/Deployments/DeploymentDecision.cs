using System.Globalization;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Decides what a Deployment needs next, from what there is. Each decision is one step of a rollout.</summary>
internal static class DeploymentDecision
{
    /// <param name="deployment">The Deployment.</param>
    /// <param name="owned">ReplicaSets that it controls.</param>
    /// <param name="pods">Pods of those.</param>
    /// <param name="now">The time.</param>
    public static DeploymentPlan Decide(Deployment deployment, IReadOnlyList<ReplicaSet> owned, IReadOnlyList<Pod> pods, DateTimeOffset now)
    {
        var settings = DeploymentSettings.Of(deployment.Spec);
        var family = ReplicaSetFamily.Of(deployment, owned);
        if (deployment.Metadata.DeletionTimestamp is not null)
        {
            return new() { Status = DeploymentStatusDecision.Counts(deployment, family, settings, pods, now) };
        }

        var paused = deployment.Spec.Paused == true;
        var scaling = Scaling.IsAsked(family, settings);
        var create = family.New is null && !paused && !scaling ? NewSet(deployment, family, settings, pods) : null;
        var next = paused || scaling ? Scaling.Step(family, settings)
            : create is not null ? family
            : settings.Recreate ? Recreate.Step(family, settings, OldPodsRemain(family, pods))
            : RollingUpdate.Step(family, settings);

        var status = DeploymentStatusDecision.Decide(deployment, family, settings, pods, create, now);
        return new()
        {
            Create = create,
            Change = Changes(deployment, family, next, settings),
            Delete = paused ? [] : History(family, settings, status),
            Revision = RevisionToMark(deployment, family, create),
            Status = status,
            RequeueAfter = ProgressCondition.TimeLeft(deployment, status, settings, now),
        };
    }

    private static ReplicaSet? NewSet(Deployment deployment, ReplicaSetFamily family, DeploymentSettings settings, IReadOnlyList<Pod> pods)
    {
        if (settings.Recreate && (family.Wanted > 0 || OldPodsRemain(family, pods)))
        {
            return null;
        }

        var hash = PodTemplate.Hash(deployment.Spec.Template, deployment.Status?.CollisionCount ?? 0);
        var template = PodTemplate.WithHash(deployment.Spec.Template, hash);
        var annotations = Revisions.AnnotationsOfPresent(deployment, family);
        AddReplicas(annotations, settings);
        return new()
        {
            Metadata = new()
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                Namespace = deployment.Metadata.Namespace,
                Labels = template.Metadata?.Labels,
                Annotations = annotations,
                OwnerReferences = [Ownership.ControllerReference(deployment)],
            },
            Spec = new()
            {
                Replicas = settings.Recreate ? settings.Replicas : RollingUpdate.NewReplicas(family.Wanted, 0, settings),
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = new()
                {
                    MatchLabels = PodTemplate.Merge(deployment.Spec.Selector?.MatchLabels, Annotations.TemplateHash, hash),
                    MatchExpressions = deployment.Spec.Selector?.MatchExpressions,
                },
                Template = template,
            },
        };
    }

    private static bool OldPodsRemain(ReplicaSetFamily family, IReadOnlyList<Pod> pods) =>
        pods.Any(p => !p.HasEnded() && (family.New is null || !p.IsControlledBy(family.New.Object)));

    private static List<ReplicaSetChange> Changes(Deployment deployment, ReplicaSetFamily before, ReplicaSetFamily after, DeploymentSettings settings)
    {
        var changes = new List<ReplicaSetChange>();
        foreach (var set in after.All)
        {
            var isNew = set.Name == after.New?.Name;
            var annotations = isNew ? Revisions.AnnotationsOfPresent(deployment, before) : [];
            if (set.Wanted > 0 || before.All.First(s => s.Name == set.Name).Wanted > 0)
            {
                AddReplicas(annotations, settings);
            }

            var minReady = isNew ? deployment.Spec.MinReadySeconds : set.Object.Spec.MinReadySeconds;
            var stale = annotations.Where(a => set.Annotation(a.Key) != a.Value).ToDictionary(a => a.Key, a => a.Value);
            if (stale.Count > 0 || set.Wanted != set.Object.Spec.Replicas || (minReady ?? 0) != (set.Object.Spec.MinReadySeconds ?? 0))
            {
                changes.Add(new(set.Object, set.Wanted, minReady, stale));
            }
        }

        return changes;
    }

    private static void AddReplicas(Dictionary<string, string> annotations, DeploymentSettings settings)
    {
        annotations[Annotations.DesiredReplicas] = settings.Replicas.ToString(CultureInfo.InvariantCulture);
        annotations[Annotations.MaxReplicas] = (settings.Replicas + settings.MaxSurge).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Old sets without pods beyond the limit, once the rollout is complete.</summary>
    private static List<ReplicaSet> History(ReplicaSetFamily family, DeploymentSettings settings, DeploymentStatus status)
    {
        if (!ProgressCondition.IsComplete(status, settings))
        {
            return [];
        }

        var idle = family.Old
            .Where(s => s is { Wanted: 0, Existing: 0 } && s.Object.Metadata.DeletionTimestamp is null
                && (s.Object.Metadata.Generation ?? 0) <= (s.Object.Status?.ObservedGeneration ?? 0))
            .OrderBy(s => s.Revision)
            .ToList();
        return [.. idle.Take(Math.Max(0, idle.Count - settings.HistoryLimit)).Select(s => s.Object)];
    }

    private static long? RevisionToMark(Deployment deployment, ReplicaSetFamily family, ReplicaSet? create)
    {
        if (family.New is null && create is null)
        {
            return null;
        }

        var revision = Revisions.Present(family);
        return deployment.Metadata.Annotations?.GetValueOrDefault(Annotations.Revision) == revision.ToString(CultureInfo.InvariantCulture) ? null : revision;
    }
}
