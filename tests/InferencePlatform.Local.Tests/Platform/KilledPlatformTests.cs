using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Local.Nodes.Processes;
using InferencePlatform.Testing;

namespace InferencePlatform.Local.Tests.Platform;

/// <summary>The program <c>inference-platform</c>, from its start to its end.</summary>
[Collection(nameof(PlatformTests))]
public sealed class KilledPlatformTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("inference-platform-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_platform_that_is_killed_loses_nothing_and_its_pods_come_back()
    {
        string? uid;
        int pid;
        await using (var platform = await StartAsync())
        {
            await using var client = Connect();
            await using var cluster = new Cluster(client);
            await cluster.ApplyAsync("example", Programs.Model("samples/models/example_model/1/model.onnx"));
            await cluster.ReadyAsync("example");
            var pod = Assert.Single(cluster.Pods("example"));
            (uid, pid) = (pod.Metadata.Uid, Cluster.PidOf(pod));

            Posix.Signal(platform.Id, Posix.Kill);
            await platform.EndAsync(Patience);
        }

        await using var again = await StartAsync();
        Assert.Null(ProcessIdentity.Of(pid));
        await using var secondClient = Connect();
        await using var seen = new Cluster(secondClient);
        await seen.UntilAsync(
            () => seen.Pods("example") is [{ Status.ContainerStatuses: [{ RestartCount: 1, Ready: true }] }], () => "the pod has not come back");
        var model = await seen.ReadyAsync("example");

        Assert.Equal(uid, Assert.Single(seen.Pods("example")).Metadata.Uid);
        Assert.Equal([2.0], await Callers.PredictOnceReachableAsync(model.Status!.Endpoint!.Grpc!, 1));

        var server = Cluster.PidOf(Assert.Single(seen.Pods("example")));
        Posix.Signal(again.Id, Posix.Terminate);
        Assert.Equal(0, await again.EndAsync(Patience));
        Assert.Null(ProcessIdentity.Of(server));
    }

    [Fact]
    public async Task A_second_platform_on_the_same_state_is_refused_by_name()
    {
        await using var first = await StartAsync();
        await using var second = Run();

        Assert.Equal(1, await second.EndAsync(Patience));
        Assert.Contains($"Another platform uses the state folder {_folder}.", second.Errors, StringComparison.Ordinal);
    }

    private ToolProcess Run() => new(Programs.Platform, "up", "--state-dir", _folder, "--server-binary", Programs.Server);

    private async Task<ToolProcess> StartAsync()
    {
        var platform = Run();
        await platform.SaysAsync("export KUBECONFIG=", Patience);
        return platform;
    }

    private KubernetesClient Connect() => new(KubeConfig.Load(Path.Combine(_folder, "kubeconfig")), new() { RequestsPerSecond = 0 });
}
