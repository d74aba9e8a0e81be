using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Tells which pod template a pod was made of.</summary>
internal static class TemplateHash
{
    public static string Of(PodTemplateSpec template) => template.Metadata!.Annotations![Annotations.TemplateHash];

    public static string? Of(KubernetesObject o) => o.Metadata.Annotations?.GetValueOrDefault(Annotations.TemplateHash);

    public static PodTemplateSpec Stamp(PodTemplateSpec template)
    {
        var annotations = ModelNames.Sorted(template.Metadata?.Annotations);
        annotations[Annotations.TemplateHash] = ContentHash.Of(template);
        return template with { Metadata = (template.Metadata ?? new ObjectMeta()) with { Annotations = annotations } };
    }
}
