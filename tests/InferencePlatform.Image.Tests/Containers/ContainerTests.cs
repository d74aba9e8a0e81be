using System.Globalization;
using System.Text.RegularExpressions;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Testing;
using Model;

namespace InferencePlatform.Image.Tests.Containers;

/// <summary>The real images in a container engine, with as few rights as Kubernetes' restricted profile leaves them, and fewer.</summary>
[Trait("Tier", "full")]
public sealed partial class ContainerTests(BuiltImages images) : IAsyncLifetime
{
    private static readonly string[] Confined = ["--read-only", "--cap-drop=ALL", "--user", "65532", "--security-opt=no-new-privileges", "--network", "host"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ContainerEngine _engine = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _engine = await ContainerEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task The_server_answers_gRPC_and_HTTP_and_drains_when_it_is_stopped()
    {
        var container = await StartServerAsync();
        try
        {
            var (grpc, http) = await PortsAsync(container);
            using var channel = new GrpcChannel(new Uri($"http://127.0.0.1:{grpc}"));
            var answer = await channel.UnaryAsync(
                "model.ModelInference/Predict", ProtobufCodec.For<PredictRequest>(), ProtobufCodec.For<PredictResponse>(),
                new PredictRequest { ModelId = "example_model", Inputs = { 1, 2, 3 } }, new() { Timeout = TimeSpan.FromSeconds(10) });
            using var client = new HttpClient();
            var ready = await client.GetAsync(new Uri($"http://127.0.0.1:{http}/v2/health/ready"), Cancel);

            Assert.Equal([2.0, 4.0, 6.0], answer.Outputs);
            Assert.True(ready.IsSuccessStatusCode);
            await _engine.RunAsync("stop", "--time", "30", container);
            Assert.Equal("0", await _engine.RunAsync("inspect", "--format", "{{.State.ExitCode}}", container));
        }
        finally
        {
            await _engine.TryAsync("rm", "--force", container);
        }
    }

    [Fact]
    public async Task The_operator_prints_the_definition_that_it_works_by()
    {
        var image = await LoadAsync(BuiltImages.Operator);
        var definition = await _engine.RunAsync(["run", "--rm", .. Confined, image, "crd"]);

        Assert.Equal(
            (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "manifests/crds/inferencemodels.inferenceplatform.io.yaml"), Cancel)).Trim(), definition);
    }

    [Fact]
    public async Task The_operator_outside_a_cluster_says_so_in_a_sentence()
    {
        var image = await LoadAsync(BuiltImages.Operator);
        var (code, said) = await _engine.TryAsync(["run", "--rm", .. Confined, image, "run"]);

        Assert.NotEqual(0, code);
        Assert.Contains("KUBECONFIG", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private async Task<string> LoadAsync(string name)
    {
        var said = await _engine.RunAsync("load", "--input", await images.PathAsync(name));
        return said[(said.IndexOf(": ", StringComparison.Ordinal) + 2)..];
    }

    private async Task<string> StartServerAsync() => await _engine.RunAsync(
    [
        "run", "--detach", .. Confined, "--volume", $"{Path.Combine(Repository.Root, "samples/models")}:/models:ro",
        await LoadAsync(BuiltImages.Server), "--repository", "/models", "--host", "127.0.0.1", "--grpc-port", "0", "--http-port", "0",
        "--management-port", "0", "--drain-delay", "0s",
    ]);

    /// <summary>Follows the log until the server says that it is ready; it tells its ports before.</summary>
    private async Task<(int Grpc, int Http)> PortsAsync(string container)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Patience);
        var log = "";
        while (!log.Contains("ServerReady", StringComparison.Ordinal))
        {
            Assert.Equal("true", await _engine.RunAsync("inspect", "--format", "{{.State.Running}}", container));
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
            log = await _engine.RunAsync("logs", container);
        }

        var ports = Listening().Match(log);
        return (int.Parse(ports.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(ports.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"gRPC on (\d+), REST on (\d+)")]
    private static partial Regex Listening();
}
