namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Annotations by which Deployments and ReplicaSets keep revisions, and <c>kubectl rollout</c> reads them.</summary>
internal static class Annotations
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The label that keeps the pods of different templates apart.</summary>
    public const string TemplateHash = "pod-template-hash";
}
