using System.Globalization;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Rendering.Pods;

namespace InferencePlatform.Operator.Planning;

/// <summary>
/// Which server image and render revision a model's pods are made with. They stay as the Deployment has them recorded for
/// as long as the rest of the spec gives the pods that run, so that an upgrade of the operator restarts none.
/// </summary>
internal static class RenderChoice
{
    public static RenderContext Choose(Snapshot snapshot)
    {
        var current = new RenderContext(snapshot.Policy.ServerImage, RenderRevision.Current);
        return snapshot.Deployment is { } deployment && Recorded(deployment.Metadata.Annotations) is { } recorded
            && snapshot.Model.Spec.Rollout?.FollowOperator != true
            && TemplateHash.Of(PodTemplateRenderer.Render(snapshot.Model, recorded)) == TemplateHash.Of(deployment)
            ? recorded
            : current;
    }

    private static RenderContext? Recorded(IReadOnlyDictionary<string, string>? annotations) =>
        annotations?.GetValueOrDefault(Annotations.ServerImage) is { } image
        && int.TryParse(annotations.GetValueOrDefault(Annotations.RenderRevision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        && RenderRevision.IsKnown(revision)
            ? new RenderContext(image, revision)
            : null;
}
