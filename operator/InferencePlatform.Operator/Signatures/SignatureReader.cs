using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Status;

namespace InferencePlatform.Operator.Signatures;

/// <summary>
/// Reads what a model's pods serve: once for each pod template and each restart of its pods, which may bring another file from
/// the same place.
/// </summary>
internal sealed class SignatureReader(PodReader pods)
{
    /// <summary>Whether a pod of what the Deployment asks for now can be asked, and none has been.</summary>
    public static bool IsWanted(Snapshot snapshot, string? templateHash) =>
        Wanted(snapshot, templateHash) is { } origin && (snapshot.Report is not { } report || PodOrigin.Of(report) != origin) && Find(snapshot, origin) is not null;

    /// <returns>Null where the pod does not say.</returns>
    public async Task<ModelReportStatus?> ReadAsync(Snapshot snapshot, string templateHash, CancellationToken cancellationToken) =>
        Wanted(snapshot, templateHash) is { } origin && Find(snapshot, origin) is { } pod && await pods.ReadAsync(pod, cancellationToken) is { } served
            ? ModelReports.Of(served, ModelNames.Served(snapshot.Model), origin)
            : null;

    private static PodOrigin? Wanted(Snapshot snapshot, string? templateHash) =>
        templateHash is not null && snapshot.Deployment is { } deployment ? PodOrigin.Of(deployment, templateHash) : null;

    private static Pod? Find(Snapshot snapshot, PodOrigin origin) => snapshot.Pods.FirstOrDefault(p => PodOrigin.Of(p) == origin && PodFacts.IsReady(p));
}
