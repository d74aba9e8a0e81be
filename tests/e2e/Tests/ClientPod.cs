using System.Text.Json.Nodes;
using InferencePlatform.TestCluster.Client;

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>Calls from inside the cluster.</summary>
internal sealed class ClientPod(Kubectl kubectl, string ns)
{
    private const int Port = 8000;

    /// <summary>Where it gives out the example's model.</summary>
    public string ModelUrl => $"http://client.{ns}.svc:{Port}/model.onnx";

    public async Task StartAsync()
    {
        await kubectl.FeedAsync(Manifest.Client(Port), "apply", "--filename", "-");
        await kubectl.RunAsync("wait", "pod/client", "--for=condition=Ready", "--timeout=80s");
    }

    public async Task<string> PredictAsync(string model, params double[] inputs) =>
        (await kubectl.RunAsync(["exec", "client", "--", "/app/e2e-client", "predict", Address(model), .. inputs.Select(input => $"{input}")])).Trim();

    public Task<(int Code, string Output, string Errors)> TryPredictAsync(string host) =>
        kubectl.TryAsync("", "exec", "client", "--", "/app/e2e-client", "predict", host, "1");

    /// <summary>How many calls each pod of a model has answered.</summary>
    public async Task<IReadOnlyList<double>> CallsAsync(string model)
    {
        var calls = JsonNode.Parse(await kubectl.RunAsync("exec", "client", "--", "/app/e2e-client", "calls", $"{model}-headless.{ns}.svc", "9090"))!;
        return [.. calls.AsObject().Select(pod => (double)pod.Value!)];
    }

    public Load Load(string model) => new(kubectl.Start("exec", "--stdin", "client", "--", "/app/e2e-client", "load", Address(model)));

    /// <summary>Load on each pod that the headless Service has now.</summary>
    public Load LoadEach(string model) =>
        new(kubectl.Start("exec", "--stdin", "client", "--", "/app/e2e-client", "load-each", $"{model}-headless.{ns}.svc", "50051"));

    private string Address(string model) => $"{model}.{ns}.svc:50051";
}
