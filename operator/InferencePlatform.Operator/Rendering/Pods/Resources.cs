using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>What a container gets.</summary>
internal static class Resources
{
    public static ResourceRequirements? Of(ResourcesSpec? spec) =>
        spec is null ? null : new ResourceRequirements { Requests = Canonical(spec.Requests), Limits = Canonical(spec.Limits) };

    private static SortedDictionary<string, string>? Canonical(IReadOnlyDictionary<string, IntOrString>? amounts) =>
        amounts is not { Count: > 0 } ? null : new(amounts.ToDictionary(a => a.Key, a => Quantity.Canonical(a.Value)), StringComparer.Ordinal);
}
