using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.Monitoring;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Observation;

/// <summary>
/// What the caches keep of objects. Of those that no InferenceModel owns only that they exist: their names must be known so
/// that they are not taken over, and there may be many.
/// </summary>
internal static class Kept
{
    public static Deployment Of(Deployment o) => IsOurs(o) ? WithoutManagers(o) : new Deployment { Metadata = Existence(o) };

    public static Service Of(Service o) => IsOurs(o) ? WithoutManagers(o) : new Service { Metadata = Existence(o) };

    public static ServiceAccount Of(ServiceAccount o) => IsOurs(o) ? WithoutManagers(o) : new ServiceAccount { Metadata = Existence(o) };

    public static NetworkPolicy Of(NetworkPolicy o) => IsOurs(o) ? WithoutManagers(o) : new NetworkPolicy { Metadata = Existence(o) };

    public static PodDisruptionBudget Of(PodDisruptionBudget o) => IsOurs(o) ? WithoutManagers(o) : new PodDisruptionBudget { Metadata = Existence(o) };

    public static HorizontalPodAutoscaler Of(HorizontalPodAutoscaler o) => IsOurs(o) ? WithoutManagers(o) : new HorizontalPodAutoscaler { Metadata = Existence(o) };

    public static ServiceMonitor Of(ServiceMonitor o) =>
        IsOurs(o) ? WithoutManagers(o) : o with { Metadata = Existence(o), Spec = new ServiceMonitorSpec { Selector = new LabelSelector(), Endpoints = [] } };

    public static EndpointSlice Of(EndpointSlice o) => WithoutManagers(o);

    /// <summary>Of a pod's spec only the images are ever looked at.</summary>
    public static Pod Of(Pod o) => WithoutManagers(o) with
    {
        Spec = new PodSpec { Containers = [.. (o.Spec.Containers ?? []).Select(c => new Container { Name = c.Name, Image = c.Image })] },
    };

    private static bool IsOurs(KubernetesObject o) => o.Metadata.OwnerReferences?.Any(r => r.Controller == true && r.Kind == InferenceModel.KindName) == true;

    private static T WithoutManagers<T>(T o)
        where T : KubernetesObject => (T)((KubernetesObject)o with { Metadata = o.Metadata with { ManagedFields = null } });

    private static ObjectMeta Existence(KubernetesObject o) => new()
    {
        Name = o.Metadata.Name,
        Namespace = o.Metadata.Namespace,
        Uid = o.Metadata.Uid,
        ResourceVersion = o.Metadata.ResourceVersion,
    };
}
