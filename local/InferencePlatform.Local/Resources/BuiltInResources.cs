using System.Collections.Immutable;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Local.Schema;
using InferencePlatform.Local.Tables;

namespace InferencePlatform.Local.Resources;

/// <summary>The built-in kinds. Their schemas are those of the types that our own client reads them as.</summary>
internal static class BuiltInResources
{
    /// <summary>The schema of <c>metadata</c>, the same for every kind.</summary>
    public static JsonObject MetadataSchema { get; } = SchemaGenerator.Generate(typeof(ObjectMeta), strategicMerge: true);

    public static SchemaNode Metadata { get; } = SchemaReader.Read(MetadataSchema);

    public static ImmutableArray<ServedResource> All { get; } =
    [
        Of<Namespace>("namespace", BuiltInColumns.Namespaces, NamespaceRules.Rules, "ns") with { HasStatus = true, Verbs = "create delete get list patch update watch" },
        Of<Pod>("pod", BuiltInColumns.Pods, PodRules.Rules, "po") with { HasStatus = true, Categories = ["all"] },
        Of<Service>("service", BuiltInColumns.Services, ServiceRules.Rules, "svc") with { HasStatus = true, Categories = ["all"] },
        Of<ConfigMap>("configmap", BuiltInColumns.ConfigMaps, DataRules.ConfigMaps, "cm"),
        Of<Secret>("secret", BuiltInColumns.Secrets, DataRules.Secrets),
        Of<ServiceAccount>("serviceaccount", BuiltInColumns.NameAndAge, KindRules.None, "sa"),
        Of<PersistentVolumeClaim>("persistentvolumeclaim", BuiltInColumns.Claims, ClaimRules.Rules, "pvc") with { HasStatus = true },
        Of<Event>("event", BuiltInColumns.Events, EventForms.CoreRules, "ev") with { Type = EventForms.Core, OpenApi = EventForms.CoreSchema, Schema = SchemaReader.Read(EventForms.CoreSchema), StoredAs = EventForms.StoredAs },
        Of<Event>("event", BuiltInColumns.Events, EventForms.CurrentRules, "ev") with { StoredAs = EventForms.StoredAs },
        Of<Deployment>("deployment", BuiltInColumns.Deployments, WorkloadRules.Deployments, "deploy") with { HasStatus = true, Scale = ScalePaths.Standard, Categories = ["all"] },
        Of<ReplicaSet>("replicaset", BuiltInColumns.ReplicaSets, WorkloadRules.ReplicaSets, "rs") with { HasStatus = true, Scale = ScalePaths.Standard, Categories = ["all"] },
        Of<HorizontalPodAutoscaler>("horizontalpodautoscaler", BuiltInColumns.Autoscalers, KindRules.None, "hpa") with { HasStatus = true, Categories = ["all"] },
        Of<Lease>("lease", BuiltInColumns.Leases, LeaseRules.Rules),
        Of<EndpointSlice>("endpointslice", BuiltInColumns.EndpointSlices, EndpointSliceRules.Rules),
        Of<NetworkPolicy>("networkpolicy", BuiltInColumns.NetworkPolicies, NetworkPolicyRules.Rules, "netpol"),
        Of<PodDisruptionBudget>("poddisruptionbudget", BuiltInColumns.DisruptionBudgets, new KindRules { CountsGenerations = true }, "pdb") with { HasStatus = true },
        CustomResources.Definitions,
    ];

    private static ServedResource Of<T>(string singular, IReadOnlyList<TableColumn> columns, KindRules rules, params string[] shortNames)
        where T : KubernetesObject
    {
        var schema = SchemaGenerator.Generate(typeof(T), strategicMerge: true);
        var type = ResourceType.Of<T>();
        return new ServedResource
        {
            Type = type,
            Singular = singular,
            ShortNames = shortNames,
            OpenApi = schema,
            Schema = SchemaReader.Read(schema),
            Columns = columns,
            Rules = rules,
            StoredAs = type.ToString(),
        };
    }
}
