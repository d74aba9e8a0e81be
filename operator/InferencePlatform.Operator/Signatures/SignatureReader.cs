using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Status;

namespace InferencePlatform.Operator.Signatures;

/// <summary>Reads what a model's pods serve: once for each pod template, for all pods of one serve the same.</summary>
internal sealed class SignatureReader(PodReader pods)
{
    /// <summary>Whether a pod of the template can be asked, and none has been.</summary>
    public static bool IsWanted(Snapshot snapshot, string? templateHash) =>
        templateHash is not null && snapshot.Report?.TemplateHash != templateHash && snapshot.Pods.Any(p => IsOf(p, templateHash));

    /// <returns>Null where the pod does not say.</returns>
    public async Task<ModelReportStatus?> ReadAsync(Snapshot snapshot, string templateHash, CancellationToken cancellationToken)
    {
        var pod = snapshot.Pods.First(p => IsOf(p, templateHash));
        return await pods.ReadAsync(pod, cancellationToken) is { } served ? ModelReports.Of(served, ModelNames.Served(snapshot.Model), templateHash) : null;
    }

    private static bool IsOf(Pod pod, string templateHash) => TemplateHash.Of(pod) == templateHash && PodFacts.IsReady(pod);
}
