using System.Globalization;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Numbers the templates of a Deployment in the order in which they were last asked for.</summary>
internal static class Revisions
{
    private static readonly string[] NotCopied =
        [Annotations.LastApplied, Annotations.Revision, Annotations.RevisionHistory, Annotations.DesiredReplicas, Annotations.MaxReplicas];

    /// <summary>The revision of the present template: a template that comes back is the newest again.</summary>
    public static long Present(ReplicaSetFamily family) => Math.Max(family.New?.Revision ?? 0, family.Old.Select(s => s.Revision).DefaultIfEmpty(0).Max() + 1);

    /// <summary>Annotations of the present template's ReplicaSet: its revision, and what the Deployment is annotated with.</summary>
    public static Dictionary<string, string> AnnotationsOfPresent(Deployment deployment, ReplicaSetFamily family)
    {
        var annotations = (deployment.Metadata.Annotations ?? new Dictionary<string, string>())
            .Where(a => !NotCopied.Contains(a.Key))
            .ToDictionary(a => a.Key, a => a.Value);
        var revision = Present(family);
        annotations[Annotations.Revision] = revision.ToString(CultureInfo.InvariantCulture);
        if (family.New is { Revision: > 0 } present && present.Revision != revision)
        {
            var history = present.Annotation(Annotations.RevisionHistory);
            var before = present.Revision.ToString(CultureInfo.InvariantCulture);
            annotations[Annotations.RevisionHistory] = history is null ? before : $"{history},{before}";
        }

        return annotations;
    }
}
