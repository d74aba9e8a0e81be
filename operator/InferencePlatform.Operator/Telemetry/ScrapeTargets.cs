using System.Net;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Status;

namespace InferencePlatform.Operator.Telemetry;

/// <summary>
/// The pods of all models for Prometheus's HTTP service discovery: a Prometheus that is pointed here needs no rights in
/// the cluster. Source: prometheus.io, "Writing HTTP service discovery".
/// </summary>
internal static class ScrapeTargets
{
    /// <param name="pods">Pods of models; those that have no address yet, or have ended, are left out.</param>
    public static IReadOnlyList<TargetGroup> Of(IEnumerable<Pod> pods) =>
    [
        .. from pod in pods
           where !PodFacts.HasEnded(pod)
           let model = pod.Metadata.Labels?.GetValueOrDefault(ModelNames.ModelLabel)
           where model is not null && IPAddress.TryParse(pod.Status?.PodIP, out _)
           orderby pod.Metadata.Namespace, pod.Metadata.Name
           select new TargetGroup(
               [new IPEndPoint(IPAddress.Parse(pod.Status!.PodIP!), PortsSpec.Management).ToString()],
               new Dictionary<string, string> { ["namespace"] = pod.Metadata.Namespace!, ["pod"] = pod.Metadata.Name!, ["inferencemodel"] = model }),
    ];
}

/// <summary>Targets that have the same labels.</summary>
internal sealed record TargetGroup(IReadOnlyList<string> Targets, IReadOnlyDictionary<string, string> Labels);
