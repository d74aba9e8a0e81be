using System.Text.Json.Nodes;

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>A namespace with an operator; the operator stops when this is disposed of.</summary>
internal sealed class OperatorNamespace(TestNamespace ns) : IAsyncDisposable
{
    public const string Name = "digits";

    public TestNamespace Namespace => ns;

    public ResourceClient Models => ns.InferenceModels;

    public ResourceClient Deployments => ns.Deployments;

    public ResourceClient Services => ns.Services;

    public Kubelet Kubelet { get; } = new(ns);

    public RunningOperator Operator { get; private set; } = new(ns);

    /// <summary>Makes the model <c>digits</c>, with a spec merged over the smallest one.</summary>
    public async Task<JsonObject> ApplyAsync(string spec = "{}")
    {
        const string Smallest = """{"model":{"uri":"configmap://digits/model.onnx"}}""";
        var body = Json.Of($$$"""{"apiVersion":"inferenceplatform.io/v1alpha1","kind":"InferenceModel","metadata":{"name":"{{{Name}}}"},"spec":{{{Smallest}}}}""");
        foreach (var (field, value) in Json.Of(spec))
        {
            body["spec"]![field] = value?.DeepClone();
        }

        return (await Models.ApplyAsync(Name, "user", body.ToJsonString(), force: true)).Succeeded();
    }

    /// <summary>Makes the model and plays the kubelet until it is ready.</summary>
    public async Task<JsonNode> ReadyAsync(string spec = "{}", int replicas = 1)
    {
        await ApplyAsync(spec);
        await Deployments.UntilAsync(Name, deployment => deployment.Text("status.replicas") == $"{replicas}", $"of {replicas} pods");
        await Kubelet.RunAllAsync();
        return await UntilAsync("Ready", "True");
    }

    /// <summary>Waits for a condition of the model, of its current generation.</summary>
    public Task<JsonNode> UntilAsync(string type, string status, string? reason = null) => Models.UntilAsync(
        Name,
        model => model.Text("status.observedGeneration") == model.Text("metadata.generation")
            && Condition(model, type) is { } condition && condition.Text("status") == status && (reason is null || condition.Text("reason") == reason),
        $"{type}={status} {reason}");

    /// <summary>A condition of a model.</summary>
    public static JsonNode? Condition(JsonNode model, string type) =>
        model.At("status.conditions")?.AsArray().FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>Stops the operator and starts another.</summary>
    public async Task RestartOperatorAsync()
    {
        await Operator.DisposeAsync();
        Operator = new RunningOperator(ns);
    }

    public ValueTask DisposeAsync() => Operator.DisposeAsync();
}
