using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.Monitoring;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Rendering;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Observation;

/// <summary>Everything the operator watches.</summary>
internal sealed class ModelCaches(IKubernetesClient client, IReadOnlyList<string> namespaces, ILoggerFactory loggers)
{
    /// <summary>Pods and endpoint slices by namespace and model.</summary>
    private const string ByModel = "model";

    private const string ServiceNameLabel = "kubernetes.io/service-name";

    /// <summary>Without it a HorizontalPodAutoscaler knows nothing of CPU.</summary>
    private static readonly ResourceType PodMetrics = new("metrics.k8s.io", "v1beta1", "pods", "PodMetrics", Namespaced: true);

    public ResourceCache<InferenceModel> Models { get; } = new(client, namespaces, new InformerOptions<InferenceModel>(), loggers);

    public ResourceCache<Deployment> Deployments { get; } = new(client, namespaces, new InformerOptions<Deployment> { Projection = Kept.Of }, loggers);

    public ResourceCache<Service> Services { get; } = new(client, namespaces, new InformerOptions<Service> { Projection = Kept.Of }, loggers);

    public ResourceCache<ServiceAccount> ServiceAccounts { get; } = new(client, namespaces, new InformerOptions<ServiceAccount> { Projection = Kept.Of }, loggers);

    public ResourceCache<NetworkPolicy> NetworkPolicies { get; } = new(client, namespaces, new InformerOptions<NetworkPolicy> { Projection = Kept.Of }, loggers);

    public ResourceCache<Pod> Pods { get; } = new(
        client,
        namespaces,
        new InformerOptions<Pod>
        {
            LabelSelector = $"{ModelNames.ManagedByLabel}={ModelNames.ManagedBy}",
            Projection = Kept.Of,
            Indexes = Index<Pod>(ModelOf),
        },
        loggers);

    public ResourceCache<EndpointSlice> EndpointSlices { get; } = new(
        client,
        namespaces,
        new InformerOptions<EndpointSlice>
        {
            LabelSelector = ServiceNameLabel,
            Projection = Kept.Of,
            Indexes = Index<EndpointSlice>(ServiceOf),
        },
        loggers);

    public OptionalCache<PodDisruptionBudget> DisruptionBudgets { get; } = new(ResourceType.Of<PodDisruptionBudget>(), () => new(client, namespaces, new InformerOptions<PodDisruptionBudget> { Projection = Kept.Of }, loggers));

    public OptionalCache<HorizontalPodAutoscaler> Autoscalers { get; } = new(PodMetrics, () => new(client, namespaces, new InformerOptions<HorizontalPodAutoscaler> { Projection = Kept.Of }, loggers));

    public OptionalCache<ServiceMonitor> ServiceMonitors { get; } = new(ResourceType.Of<ServiceMonitor>(), () => new(client, namespaces, new InformerOptions<ServiceMonitor> { Projection = Kept.Of }, loggers));

    public IReadOnlyList<IOptionalCache> Optional => [DisruptionBudgets, Autoscalers, ServiceMonitors];

    /// <summary>Has a controller watch all that every cluster has.</summary>
    public void Watch(Controller controller)
    {
        WatchAll(controller, Models, o => [ObjectKey.Of(o)]);
        WatchAll(controller, Deployments, ModelsOf);
        WatchAll(controller, Services, ModelsOf);
        WatchAll(controller, ServiceAccounts, ModelsOf);
        WatchAll(controller, NetworkPolicies, ModelsOf);
        WatchAll(controller, Pods, o => KeysOf(o, ModelOf(o)));
        WatchAll(controller, EndpointSlices, o => KeysOf(o, ServiceOf(o)));
    }

    public IReadOnlyList<Pod> PodsOf(ObjectKey model) => Pods.Find(ByModel, model.Namespace!, model.Name);

    public IReadOnlyList<EndpointSlice> SlicesOf(ObjectKey model) => EndpointSlices.Find(ByModel, model.Namespace!, model.Name);

    /// <summary>The objects that exist under the names of a model's own.</summary>
    public ObservedObjects ObjectsOf(ObjectKey model)
    {
        KubernetesObject?[] found =
        [
            Deployments.Get(model),
            Services.Get(model),
            Services.Get(model with { Name = ModelNames.Headless(model.Name) }),
            ServiceAccounts.Get(model),
            NetworkPolicies.Get(model),
            DisruptionBudgets.Get(model),
            Autoscalers.Get(model),
            ServiceMonitors.Get(model),
        ];
        return new ObservedObjects(found.OfType<KubernetesObject>());
    }

    /// <summary>The models that an object may matter to: by its name, as one in the way has no owner.</summary>
    public static IEnumerable<ObjectKey> ModelsOf(KubernetesObject o) => ModelNames.ModelsOf(o.Metadata.Name!).Select(name => new ObjectKey(o.Metadata.Namespace, name));

    private static void WatchAll<T>(Controller controller, ResourceCache<T> cache, Func<T, IEnumerable<ObjectKey>> map)
        where T : KubernetesObject
    {
        foreach (var informer in cache.Informers)
        {
            controller.Watches(informer, map);
        }
    }

    private static string? ModelOf(KubernetesObject o) => o.Metadata.Labels?.GetValueOrDefault(ModelNames.ModelLabel);

    private static string? ServiceOf(EndpointSlice slice) => slice.Metadata.Labels?.GetValueOrDefault(ServiceNameLabel);

    private static IEnumerable<ObjectKey> KeysOf(KubernetesObject o, string? model) => model is null ? [] : [new ObjectKey(o.Metadata.Namespace, model)];

    private static Dictionary<string, Func<T, IEnumerable<string>>> Index<T>(Func<T, string?> model)
        where T : KubernetesObject => new()
        {
            [ByModel] = o => model(o) is { } name ? [ResourceCache<T>.IndexValue(o.Metadata.Namespace, name)] : [],
        };
}
