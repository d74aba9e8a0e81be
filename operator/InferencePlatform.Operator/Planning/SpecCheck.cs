using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Sources;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Planning;

/// <summary>
/// What of a spec cannot be had here although its schema allows it: what this cluster lacks, what the installation does not
/// allow, and what rules of an older CRD may have let through.
/// </summary>
internal static class SpecCheck
{
    /// <returns>The first problem; null where there is none.</returns>
    public static Problem? Find(Snapshot snapshot)
    {
        var spec = snapshot.Model.Spec;
        try
        {
            return Source(spec.Model.Uri, snapshot) ?? Image(spec.Image, snapshot.Policy) ?? Reserved(spec) ?? Times(spec) ?? Sizes(spec.Serving) ?? Amounts(spec.Resources) ?? Bounds(spec.Autoscaling);
        }
        catch (FormatException e)
        {
            return new Problem(Reasons.SpecInvalid, e.Message);
        }
    }

    /// <summary>What it means that the API server would not have an object.</summary>
    public static Problem? Explain(Refusal? refusal, InferenceModelSpec spec) => refusal switch
    {
        null => null,

        // Where the feature is off the server drops the image from the volume, and then misses a kind of volume.
        { Object: var o } when ModelSource.Parse(spec.Model.Uri) is ModelSource.Image && o.StartsWith("Deployment", StringComparison.Ordinal) =>
            new Problem(Reasons.OciVolumeUnsupported, $"The API server refuses {o}: {refusal.Message.TrimEnd('.')}. The feature gate ImageVolume may be off, which oci:// models need; it is on by default from Kubernetes 1.35. Use s3://, https:// or pvc:// instead."),
        _ => new Problem(Reasons.ObjectRefused, $"The API server refuses {refusal.Object}: {refusal.Message.TrimEnd('.')}. It is tried again and again."),
    };

    private static Problem? Source(string uri, Snapshot snapshot) => ModelSource.Parse(uri) switch
    {
        null => new Problem(Reasons.SpecInvalid, $"spec.model.uri '{uri}' has no form that is known. Apply the CustomResourceDefinition of this operator and then the model again."),
        ModelSource.LocalFile when !snapshot.Policy.AllowFileUris =>
            new Problem(Reasons.FileUriNotAllowed, "file:// models are for the single-machine platform; in a cluster use pvc://, configmap://, oci://, s3:// or https://."),
        ModelSource.Image when !snapshot.Capabilities.ImageVolumes =>
            new Problem(Reasons.OciVolumeUnsupported, "This cluster has no image volumes, which oci:// models need: they came with Kubernetes 1.31. Use s3://, https:// or pvc:// instead."),
        _ => null,
    };

    private static Problem? Image(string? image, OperatorPolicy policy) => image is null || policy.Allows(image)
        ? null
        : new Problem(Reasons.ImageNotAllowed, $"spec.image '{image}' is not among the images that the operator allows. Leave it out, or have --allowed-images of the operator extended.");

    private static Problem? Reserved(InferenceModelSpec spec)
    {
        var key = new[] { spec.PodLabels, spec.PodAnnotations }.SelectMany(m => m?.Keys ?? []).FirstOrDefault(ReservedKeys.IsReservedOnPods)
            ?? spec.ServiceLabels?.Keys.FirstOrDefault(ReservedKeys.IsReserved)
            ?? spec.ServiceAnnotations?.Keys.FirstOrDefault(ReservedKeys.IsReservedOnServices);
        var name = spec.Env?.Select(e => e.Name).FirstOrDefault(n => n == "PATH" || EnvironmentVariable.ReservedPrefixes.Any(p => n.StartsWith(p, StringComparison.Ordinal)));
        var priority = spec.Scheduling?.PriorityClassName is { } c && c.StartsWith("system-", StringComparison.Ordinal) ? c : null;
        return (key ?? name ?? priority) is { } reserved ? new Problem(Reasons.SpecInvalid, $"'{reserved}' is reserved; leave it out of the spec.") : null;
    }

    private static Problem? Times(InferenceModelSpec spec)
    {
        var deadline = Duration.Parse(spec.Rollout?.ProgressDeadline, TimeSpan.FromMinutes(10));
        var ready = Duration.Parse(spec.Rollout?.MinReady, TimeSpan.Zero);
        return ready < deadline
            ? null
            : new Problem(Reasons.SpecInvalid, $"spec.rollout.minReady must be less than progressDeadline, which is {spec.Rollout?.ProgressDeadline ?? "10m"}; otherwise no rollout could succeed.");
    }

    private static Problem? Sizes(ServingSpec? serving)
    {
        var message = Size.Parse(serving?.MaxMessageSize ?? "64Mi");
        var inFlight = Size.Parse(serving?.MaxBytesInFlight ?? "256Mi");
        return message <= inFlight
            ? null
            : new Problem(Reasons.SpecInvalid, $"spec.serving.maxMessageSize must not be more than maxBytesInFlight, which is {serving?.MaxBytesInFlight ?? "256Mi"}.");
    }

    private static Problem? Amounts(ResourcesSpec? resources) => resources?.Requests?.FirstOrDefault(r =>
        resources.Limits?.TryGetValue(r.Key, out var limit) == true && Quantity.Compare(r.Value, limit) > 0) is { Key: { } name }
        ? new Problem(Reasons.SpecInvalid, $"spec.resources.requests.{name} must not be more than spec.resources.limits.{name}, which is {resources.Limits![name]}.")
        : null;

    private static Problem? Bounds(AutoscalingSpec? autoscaling) => autoscaling is not null && (autoscaling.MinReplicas ?? 1) > autoscaling.MaxReplicas
        ? new Problem(Reasons.SpecInvalid, $"spec.autoscaling.minReplicas must not be more than maxReplicas, which is {autoscaling.MaxReplicas}.")
        : null;
}

/// <summary>Why what the spec asks for cannot be.</summary>
/// <param name="Reason">One word, of <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence that says what to do.</param>
internal sealed record Problem(string Reason, string Message);
