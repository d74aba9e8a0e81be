using System.Globalization;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Rendering.Pods;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Rendering;

/// <summary>The Deployment. It says nothing of <c>replicas</c>: that belongs to whoever scales.</summary>
internal static class DeploymentRenderer
{
    private static readonly TimeSpan ProgressDeadline = TimeSpan.FromMinutes(10);

    public static Deployment Render(InferenceModel model, RenderContext context)
    {
        var template = PodTemplateRenderer.Render(model, context);
        var rollout = model.Spec.Rollout;
        return new Deployment
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = ModelNames.MetadataOf(model) with
            {
                Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
                {
                    [Annotations.TemplateHash] = TemplateHash.Of(template),
                    [Annotations.ServerImage] = context.ServerImage,
                    [Annotations.RenderRevision] = context.Revision.ToString(CultureInfo.InvariantCulture),
                },
            },
            Spec = new DeploymentSpec
            {
                Selector = new LabelSelector { MatchLabels = ModelNames.SelectorOf(model) },
                Strategy = new DeploymentStrategy
                {
                    Type = "RollingUpdate",
                    RollingUpdate = new RollingUpdateDeployment { MaxSurge = rollout?.MaxSurge ?? 1, MaxUnavailable = rollout?.MaxUnavailable ?? 0 },
                },
                ProgressDeadlineSeconds = Duration.CeilingSeconds(Duration.Parse(rollout?.ProgressDeadline, ProgressDeadline)),
                MinReadySeconds = Duration.CeilingSeconds(Duration.Parse(rollout?.MinReady, TimeSpan.Zero)),
                RevisionHistoryLimit = 3,
                Template = template,
            },
        };
    }
}
