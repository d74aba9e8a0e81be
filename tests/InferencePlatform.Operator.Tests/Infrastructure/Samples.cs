using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Rendering.Pods;

namespace InferencePlatform.Operator.Tests.Infrastructure;

/// <summary>Objects to decide about.</summary>
internal static class Samples
{
    public const string Uid = "5d4c6d9e-55a5-4f6c-9c5b-2d3a6a0f6b11";
    public const string ServerImage = "registry.example/inference-server:1.0";

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static OperatorPolicy Policy { get; } = new() { ServerImage = ServerImage };

    /// <param name="spec">YAML of the spec, or of what of it there is beside the model.</param>
    /// <param name="generation">As the API server counts.</param>
    public static InferenceModel Model(string spec = "", long generation = 1)
    {
        var json = KubernetesYaml.Read(spec) is [var given, ..] ? given : [];
        if (!json.ContainsKey("model"))
        {
            json["model"] = new JsonObject { ["uri"] = "configmap://digits-model/digits.onnx" };
        }

        return new InferenceModel
        {
            ApiVersion = "inferenceplatform.io/v1alpha1",
            Kind = "InferenceModel",
            Metadata = new ObjectMeta { Name = "digits", Namespace = "vision", Uid = Uid, Generation = generation, ResourceVersion = "7" },
            Spec = json.Deserialize<InferenceModelSpec>(KubernetesJson.Options)!,
        };
    }

    public static Snapshot Snapshot(InferenceModel model, params IEnumerable<KubernetesObject> objects) => new()
    {
        Model = model,
        Objects = new ObservedObjects(objects),
        Capabilities = ClusterCapabilities.Everything,
        Policy = Policy,
        Now = Now,
    };

    /// <summary>All objects that a model becomes, as if they had just been applied.</summary>
    public static IReadOnlyList<KubernetesObject> Applied(InferenceModel model, RenderContext? context = null) =>
        [.. Renderer.Render(model, context ?? new RenderContext(ServerImage, RenderRevision.Current), ClusterCapabilities.Everything, model.Spec.Autoscaling?.MaxReplicas ?? model.Spec.Replicas ?? 1)
            .Select(o => o with { Metadata = o.Metadata with { Uid = $"{o.Kind}-{o.Metadata.Name}" } })];

    public static string TemplateHashOf(InferenceModel model) =>
        TemplateHash.Of(PodTemplateRenderer.Render(model, new RenderContext(ServerImage, RenderRevision.Current)));

    /// <summary>What is seen of a model whose Deployment has this status and whose Service has the ready ones of these pods.</summary>
    public static Snapshot Running(InferenceModel model, int replicas, DeploymentStatus status, params IReadOnlyList<Pod> pods)
    {
        var objects = Applied(model).Select(o => o is Deployment d ? d with { Spec = d.Spec with { Replicas = replicas }, Status = status, Metadata = d.Metadata with { Generation = 1 } } : o);
        return Snapshot(model, objects) with { Pods = pods, EndpointSlices = [Slice(pods)] };
    }

    public static DeploymentStatus Settled(int replicas) =>
        new() { ObservedGeneration = 1, Replicas = replicas, UpdatedReplicas = replicas, ReadyReplicas = replicas, AvailableReplicas = replicas };

    public static Pod ReadyPod(string name, string hash) => Pod(name, hash, new PodStatus
    {
        PodIP = $"10.0.0.{name[^1]}",
        Conditions = [Condition("PodScheduled", "True"), Condition("Ready", "True")],
        ContainerStatuses = [new ContainerStatus { Name = "server", Ready = true, State = new ContainerState { Running = new ContainerStateRunning() } }],
    });

    public static Pod Pod(string name, string hash, PodStatus status) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "vision", Annotations = new Dictionary<string, string> { [Annotations.TemplateHash] = hash } },
        Spec = new PodSpec { Containers = [new Container { Name = "server", Image = ServerImage }] },
        Status = status,
    };

    public static Condition Condition(string type, string status, string? reason = null, string? message = null) =>
        new() { Type = type, Status = status, Reason = reason, Message = message };

    private static EndpointSlice Slice(IEnumerable<Pod> pods) => new()
    {
        Endpoints = [.. pods.Where(p => p.Status?.PodIP is not null).Select(p => new Endpoint { Addresses = [p.Status!.PodIP!], Conditions = new EndpointConditions { Ready = true } })],
    };
}
