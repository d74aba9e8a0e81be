using System.Net;
using System.Net.Sockets;
using InferencePlatform.Chart.Tests.Rendering;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Chart.Tests;

/// <summary>What <c>helm test</c> runs works: the model of the chart is served, and the arguments of the pod call it.</summary>
public sealed class TestHookTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_pod_of_the_hook_calls_the_model_of_the_hook()
    {
        var objects = KubernetesYaml.Read(await File.ReadAllTextAsync(ChartFolder.Expected("default"), TestContext.Current.CancellationToken));
        var model = objects.Single(o => o.Text("kind") == "InferenceModel");
        var arguments = objects.Single(o => o.Text("kind") == "Pod").At("spec.containers[0].args")!.AsArray().Select(a => (string)a!).ToList();
        var address = arguments.FindIndex(a => a == $"{model.Name()}.{model.Text("metadata.namespace")}.svc:50051");
        var port = FreePort();
        arguments[address] = $"127.0.0.1:{port}";

        await using var server = new ToolProcess(
            Programs.Server, $"--model-path={ChartFolder.Path}/files/test/model.onnx", $"--model-name={model.Name()}", $"--model-sha256={model.Text("spec.model.sha256")}",
            "--host=127.0.0.1", $"--grpc-port={port}", "--http-port=0", "--management-port=0");
        await using var call = new ToolProcess(Programs.Server, arguments);

        Assert.True(await call.EndAsync(Patience) == 0, $"{call.Errors}\n{string.Join('\n', server.Output)}\n{server.Errors}");
        Assert.Equal("2 4 6", Assert.Single(call.Output));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
