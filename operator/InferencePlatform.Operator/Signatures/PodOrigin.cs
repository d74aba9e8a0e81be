using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Status;

namespace InferencePlatform.Operator.Signatures;

/// <summary>What decides which model a pod has loaded: pods of the same origin serve the same.</summary>
/// <param name="TemplateHash">The pod template.</param>
/// <param name="RestartedAt">The restart by <c>kubectl rollout restart</c>; null where there was none.</param>
internal readonly record struct PodOrigin(string? TemplateHash, string? RestartedAt)
{
    private const string RestartedAtAnnotation = "kubectl.kubernetes.io/restartedAt";
    private const int MaxRestartedAt = 64;

    public static PodOrigin Of(Pod pod) => new(Rendering.TemplateHash.Of(pod), RestartOf(pod.Metadata));

    /// <summary>The origin that the pods of a Deployment come to have.</summary>
    public static PodOrigin Of(Deployment deployment, string templateHash) => new(templateHash, RestartOf(deployment.Spec.Template?.Metadata));

    public static PodOrigin Of(ModelReportStatus report) => new(report.TemplateHash, report.RestartedAt);

    private static string? RestartOf(ObjectMeta? metadata) =>
        metadata?.Annotations?.GetValueOrDefault(RestartedAtAnnotation) is { Length: > 0 } time ? StatusText.Cut(time, MaxRestartedAt) : null;
}
