using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Puts an object's own hash on it, so that what was applied last can be told from what would be now.</summary>
internal static class AppliedHash
{
    public static KubernetesObject Stamp(KubernetesObject o)
    {
        var annotations = ModelNames.Sorted(o.Metadata.Annotations);
        annotations[Annotations.Applied] = ContentHash.Of(o);
        return o with { Metadata = o.Metadata with { Annotations = annotations } };
    }

    public static string? Of(KubernetesObject o) => o.Metadata.Annotations?.GetValueOrDefault(Annotations.Applied);
}
