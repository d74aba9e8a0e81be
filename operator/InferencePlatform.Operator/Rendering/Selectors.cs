using System.Text.Json;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Selectors of a spec as those of the API: they have the same form.</summary>
internal static class Selectors
{
    public static LabelSelector? Of(Selector? selector) => Convert<LabelSelector>(selector);

    public static Affinity? Of(AffinitySpec? affinity) => Convert<Affinity>(affinity);

    private static T? Convert<T>(object? value)
        where T : class => value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), KubernetesJson.Options).Deserialize<T>(KubernetesJson.Options);
}
