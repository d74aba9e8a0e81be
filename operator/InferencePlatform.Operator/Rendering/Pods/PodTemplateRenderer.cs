using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Sources;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>The pod template: of the spec, the server image and the render revision, and of nothing else.</summary>
internal static class PodTemplateRenderer
{
    private static readonly TimeSpan DrainDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The image's own group, so that files of mode 0440 can be read whatever the user is.</summary>
    private const long Group = 65532;

    /// <summary>For the process to close its ports and end, after the last request had its time.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(10);

    /// <exception cref="FormatException">The URI is none that the CRD lets through.</exception>
    public static PodTemplateSpec Render(InferenceModel model, RenderContext context)
    {
        var spec = model.Spec;
        var source = ModelSource.Parse(spec.Model.Uri) ?? throw new FormatException($"'{spec.Model.Uri}' is no URI of a model.");
        var image = spec.Image ?? context.ServerImage;
        return TemplateHash.Stamp(new PodTemplateSpec
        {
            Metadata = new ObjectMeta { Labels = ModelNames.LabelsOf(model, spec.PodLabels), Annotations = ModelNames.Sorted(spec.PodAnnotations) },
            Spec = new PodSpec
            {
                ServiceAccountName = model.Metadata.Name,
                AutomountServiceAccountToken = false,
                EnableServiceLinks = false,
                TerminationGracePeriodSeconds = Duration.CeilingSeconds(TerminationGrace(spec.Serving)),
                SecurityContext = new PodSecurityContext
                {
                    RunAsNonRoot = true,
                    FsGroup = spec.Serving?.Tls is null ? null : Group,
                    SeccompProfile = new SeccompProfile { Type = "RuntimeDefault" },
                },
                ImagePullSecrets = spec.ImagePullSecrets is { Count: > 0 } secrets ? [.. secrets.Select(s => new LocalObjectReference { Name = s.Name })] : null,
                InitContainers = source is ModelSource.Remote or ModelSource.LocalFile ? [FetchContainer.Render(spec, source, image, context.Revision)] : null,
                Containers = [ServerContainer.Render(model, source, image)],
                Volumes = Volumes.Render(spec, source),
                NodeSelector = spec.Scheduling?.NodeSelector is { Count: > 0 } selector ? ModelNames.Sorted(selector) : null,
                Tolerations = Scheduling.TolerationsOf(spec.Scheduling),
                Affinity = Selectors.Of(spec.Scheduling?.Affinity),
                TopologySpreadConstraints = Scheduling.SpreadOf(model),
                PriorityClassName = spec.Scheduling?.PriorityClassName,
                RuntimeClassName = spec.Scheduling?.RuntimeClassName,
            },
        });
    }

    /// <summary>Long enough for every request that was accepted to end.</summary>
    private static TimeSpan TerminationGrace(ServingSpec? serving) =>
        Duration.Parse(serving?.DrainDelay, DrainDelay) + Duration.Parse(serving?.RequestTimeout, RequestTimeout) + Ending;
}
