using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering.Pods;

namespace InferencePlatform.Operator.Status;

/// <summary>Reads from a pod's status why it does not serve.</summary>
internal static class PodFailures
{
    /// <summary>Mounting takes seconds; what takes longer than this waits for something that is not there.</summary>
    public static readonly TimeSpan VolumesDeadline = TimeSpan.FromSeconds(60);

    private static readonly string[] PullReasons =
        ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable", "ImageNotAvailable"];

    private static readonly string[] ConfigReasons = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"];

    /// <returns>Null where the pod serves, is on its way, or is ending.</returns>
    public static PodFailure? Find(Pod pod, InferenceModelSpec spec, DateTimeOffset now)
    {
        if (pod.Metadata.DeletionTimestamp is not null || PodFacts.IsReady(pod))
        {
            return null;
        }

        var name = pod.Metadata.Name!;
        if (pod.Status is { Phase: "Failed", ContainerStatuses: null or { Count: 0 } } or { Phase: "Failed", Reason: "Evicted" })
        {
            return new PodFailure(name, Reasons.Evicted, $"The node took the pod away: {pod.Status.Message ?? pod.Status.Reason ?? "it does not say why"}", null);
        }

        return (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).Select(c => OfContainer(name, c)).FirstOrDefault(f => f is not null)
            ?? OfVolumes(pod, spec, now);
    }

    /// <summary>When <see cref="Find"/> may next say something else without the pod changing; null where it will not.</summary>
    public static TimeSpan? NextLook(Pod pod, DateTimeOffset now) =>
        pod.Metadata.DeletionTimestamp is null && WaitingForVolumes(pod) is not null && pod.Status?.StartTime + VolumesDeadline - now is { } left && left > TimeSpan.Zero ? left : null;

    private static PodFailure? OfContainer(string pod, ContainerStatus container)
    {
        if (container.State?.Waiting is { Reason: { } reason } waiting)
        {
            if (PullReasons.Contains(reason))
            {
                return new PodFailure(pod, Reasons.ImagePullFailed, Sentence($"The image {container.Image} cannot be pulled", waiting.Message ?? reason, "check its name, and imagePullSecrets for a private registry"), null);
            }

            if (ConfigReasons.Contains(reason))
            {
                return new PodFailure(pod, Reasons.ContainerConfigFailed, Sentence($"The container {container.Name} cannot be made", waiting.Message ?? reason, null), null);
            }
        }

        var ended = container.State?.Terminated ?? container.LastState?.Terminated;
        return container.Ready || ended is null or { ExitCode: 0 } ? null : Termination.Explain(pod, container.Name, ended);
    }

    private static PodFailure? OfVolumes(Pod pod, InferenceModelSpec spec, DateTimeOffset now) => WaitingForVolumes(pod) switch
    {
        null => null,

        // A kubelet says it in an event only; the single-machine platform says it here.
        { Message: { Length: > 0 } message } => new PodFailure(pod.Metadata.Name!, Reasons.VolumesNotReady, Sentence("The pod waits for its volumes", message, null), null),
        _ when now - pod.Status?.StartTime >= VolumesDeadline => new PodFailure(
            pod.Metadata.Name!, Reasons.VolumesNotReady, $"The pod has waited more than {VolumesDeadline.TotalSeconds:0} s for its volumes. {VolumeHint.Of(spec)}", pod.Status!.StartTime + VolumesDeadline),
        _ => null,
    };

    private static ContainerStateWaiting? WaitingForVolumes(Pod pod) =>
        PodFacts.IsTrue(pod, "PodScheduled")
            ? (pod.Status?.InitContainerStatuses is { Count: > 0 } init ? init : pod.Status?.ContainerStatuses ?? []).FirstOrDefault(c =>
                c.State?.Waiting?.Reason is "ContainerCreating" or "PodInitializing" && (c.Name == FetchContainer.Name || pod.Status?.InitContainerStatuses is null or { Count: 0 }))?.State!.Waiting
            : null;

    private static string Sentence(string what, string detail, string? advice) => $"{what}: {detail.TrimEnd('.', '\n')}{(advice is null ? "" : $"; {advice}")}.";
}
