using System.Text.Json.Nodes;
using InferencePlatform.TestCluster.Client;

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>
/// A namespace under Pod Security's restricted profile, with a model's file and a pod that calls. It goes with the test;
/// of a failed one all that may explain it is collected first.
/// </summary>
internal sealed class ModelNamespace : IAsyncDisposable
{
    private const string Source = "example-onnx";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly EndToEndCluster _cluster;

    private ModelNamespace(EndToEndCluster cluster, string name)
    {
        _cluster = cluster;
        Name = name;
        Kubectl = cluster.In(name);
        Client = new(Kubectl, name);
    }

    public string Name { get; }

    public Kubectl Kubectl { get; }

    public ClientPod Client { get; }

    public static async Task<ModelNamespace> CreateAsync(EndToEndCluster cluster)
    {
        var created = new ModelNamespace(cluster, $"e2e-{Guid.NewGuid().ToString("N")[..8]}");
        await created.Kubectl.FeedAsync(Manifest.Namespace(created.Name), "apply", "--filename", "-");
        var file = Path.Combine(Testing.Repository.Root, "samples/models/example_model/1/model.onnx");
        await created.Kubectl.RunAsync("create", "configmap", Source, $"--from-file=model.onnx={file}");
        await created.Client.StartAsync();
        return created;
    }

    /// <summary>Applies a model of the example's file; <paramref name="change"/> may lay anything over its spec.</summary>
    public Task ApplyAsync(string name, Action<JsonObject>? change = null)
    {
        var spec = new JsonObject { ["model"] = new JsonObject { ["uri"] = $"configmap://{Source}/model.onnx", ["name"] = "example_model" } };
        change?.Invoke(spec);
        return Kubectl.FeedAsync(Manifest.Model(name, spec), "apply", "--filename", "-");
    }

    /// <summary>Changes the pods' template, as a new version of anything does.</summary>
    public Task RollAsync(string name, string mark) =>
        Kubectl.RunAsync("patch", "imodel", name, "--type=merge", "--patch", Manifest.Mark(mark));

    /// <summary>Waits until as many pods as are wanted serve what the spec asks for now, and no other is left.</summary>
    public Task RolledOutAsync(string name, int replicas) => UntilAsync(name, model =>
        Holds(model, "Ready") && Holds(model, "RolledOut") && (string?)model["status"]!["serving"] == $"{replicas}/{replicas}");

    public async Task<JsonNode> UntilAsync(string name, Func<JsonNode, bool> holds)
    {
        var cancel = TestContext.Current.CancellationToken;
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            var model = JsonNode.Parse(await Kubectl.RunAsync("get", "imodel", name, "--output=json"))!;
            if (holds(model))
            {
                return model;
            }

            Assert.True(DateTime.UtcNow < until, $"Not within {Patience}: {model["status"]}");
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    public static JsonNode? Condition(JsonNode model, string type) =>
        model["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == type);

    /// <summary>The identifiers of a model's pods.</summary>
    public async Task<string[]> PodsAsync(string name) =>
        (await Kubectl.RunAsync("get", "pods", $"--selector=inferenceplatform.io/model={name}", "--output=jsonpath={.items[*].metadata.uid}")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            await Diagnosis.CollectAsync(_cluster, Name);
        }

        await Kubectl.RunAsync("delete", "namespace", Name, "--wait=false");
    }

    private static bool Holds(JsonNode model, string type) =>
        Condition(model, type) is { } condition && (string?)condition["status"] == "True"
        && (long?)condition["observedGeneration"] == (long?)model["metadata"]!["generation"];
}
