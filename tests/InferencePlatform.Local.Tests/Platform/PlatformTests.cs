using System.Diagnostics;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Hosting;
using InferencePlatform.Local.Nodes.Processes;
using InferencePlatform.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Local.Tests.Platform;

/// <summary>The whole platform with the real operator and the real server.</summary>
[Collection(nameof(PlatformTests))]
public sealed class PlatformTests : IAsyncLifetime
{
    private static readonly string Example = Programs.Model("samples/models/example_model/1/model.onnx");

    private LocalPlatform _platform = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Cluster Cluster => _platform.Cluster;

    public async ValueTask InitializeAsync() => _platform = await LocalPlatform.StartAsync();

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task A_model_that_is_applied_serves_at_the_address_in_its_status_and_goes_without_a_trace()
    {
        await Cluster.ApplyAsync("example", Example);
        var model = await Cluster.ReadyAsync("example");
        Assert.Equal([2.0, 4.0], await Callers.PredictAsync(model.Status!.Endpoint!.Grpc!, 1, 2));
        var pids = Cluster.Pods("example").Select(Cluster.PidOf).ToList();
        Assert.All(pids, pid => Assert.NotNull(ProcessIdentity.Of(pid)));

        await Cluster.DeleteAsync("example");
        await Cluster.UntilAsync(() => Cluster.Model("example") is null && Cluster.Pods("example").Count == 0, () => "the model or its pods are still there");

        Assert.All(pids, pid => Assert.Null(ProcessIdentity.Of(pid)));
        await Cluster.NoneLeftAsync<Deployment>("example");
        await Cluster.NoneLeftAsync<ReplicaSet>("example");
        await Cluster.NoneLeftAsync<Service>("example");
        await Cluster.NoneLeftAsync<ServiceAccount>("example");
    }

    [Fact]
    public Task No_call_fails_while_three_updates_roll_out() => RollAsync(updates: 3);

    [Fact]
    [Trait("Tier", "full")]
    public Task No_call_fails_while_twenty_updates_roll_out() => RollAsync(updates: 20);

    [Fact]
    public async Task No_call_fails_while_a_model_is_scaled_from_one_to_five_and_back()
    {
        await Cluster.ApplyAsync("example", Example);
        var model = await Cluster.RolledOutAsync("example", pods: 1);
        await using var callers = new Callers(model.Status!.Endpoint!.Grpc!);

        await Cluster.ScaleAsync("example", 5);
        await Cluster.RolledOutAsync("example", pods: 5);
        await Cluster.ScaleAsync("example", 1);
        await Cluster.RolledOutAsync("example", pods: 1);

        await AssertNoneFailedAsync(callers);
    }

    [Fact]
    public async Task The_operator_may_end_in_the_middle_of_a_rollout()
    {
        await Cluster.ApplyAsync("example", Example, spec => spec["replicas"] = 2);
        var model = await Cluster.RolledOutAsync("example", pods: 2);
        await using var callers = new Callers(model.Status!.Endpoint!.Grpc!);

        await Cluster.RollAsync("example", "2");
        await Cluster.UntilAsync(() => Cluster.Pods("example").Count > 2, () => "the rollout has not begun");
        await _platform.Platform.RestartOperatorAsync();
        await Cluster.RolledOutAsync("example", pods: 2);

        Assert.All(Cluster.Pods("example"), p => Assert.Equal("2", p.Metadata.Annotations!["example.com/mark"]));
        await AssertNoneFailedAsync(callers);
    }

    [Fact]
    public async Task A_server_that_is_killed_is_started_again()
    {
        await Cluster.ApplyAsync("example", Example);
        await Cluster.ReadyAsync("example");
        var pod = Assert.Single(Cluster.Pods("example"));

        Posix.Signal(Cluster.PidOf(pod), Posix.Kill);
        await Cluster.UntilAsync(
            () => Cluster.Pods("example") is [{ Status.ContainerStatuses: [{ RestartCount: 1, Ready: true }] }],
            () => "the container has not come back");

        var again = Assert.Single(Cluster.Pods("example"));
        Assert.Equal((pod.Metadata.Uid, pod.Status!.PodIP), (again.Metadata.Uid, again.Status!.PodIP));
        Assert.Equal(137, again.Status.ContainerStatuses![0].LastState!.Terminated!.ExitCode);
        var model = await Cluster.ReadyAsync("example");
        Assert.Equal([2.0], await Callers.PredictOnceReachableAsync(model.Status!.Endpoint!.Grpc!, 1));
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_leaves_the_old_one_serving_and_says_which_pod_and_why()
    {
        await Cluster.ApplyAsync("example", Example);
        var model = await Cluster.ReadyAsync("example");

        await Cluster.ApplyAsync("example", Programs.Model("README.md"));
        model = await Cluster.UntilAsync("example", m => m.Status?.LastFailure is not null && Cluster.Condition(m, "Ready") is { Status: "False" });

        var broken = Cluster.Pods("example").Select(p => p.Metadata.Name);
        Assert.Contains(model.Status!.LastFailure!.Pod, broken);
        Assert.Contains(model.Status.LastFailure.Pod, Cluster.Condition(model, "Ready")!.Message, StringComparison.Ordinal);
        Assert.Equal("True", Cluster.Condition(model, "Available")?.Status);
        Assert.Equal([2.0], await Callers.PredictAsync(model.Status.Endpoint!.Grpc!, 1));

        await Cluster.ApplyAsync("example", Example);
        await Cluster.RolledOutAsync("example", pods: 1);
    }

    [Fact]
    public async Task A_ConfigMap_that_is_not_there_is_named_at_once_and_serves_once_it_is()
    {
        await Cluster.ApplyAsync("example", "configmap://weights/model.onnx");

        var model = await Cluster.UntilAsync("example", m => Cluster.Condition(m, "Ready") is { Reason: "VolumesNotReady" });
        Assert.Contains("ConfigMap 'weights' is not in namespace 'default'; the pod starts once it is.", Cluster.Condition(model, "Ready")!.Message, StringComparison.Ordinal);
        Assert.Equal("ContainerCreating", Assert.Single(Cluster.Pods("example")).Status!.ContainerStatuses![0].State!.Waiting!.Reason);

        var weights = new ConfigMap
        {
            Metadata = new() { Name = "weights", Namespace = Cluster.Namespace },
            BinaryData = new Dictionary<string, string> { ["model.onnx"] = Convert.ToBase64String(await File.ReadAllBytesAsync(new Uri(Example).LocalPath, Cancel)) },
        };
        await _platform.Platform.Client.CreateAsync(weights, Cancel);
        model = await Cluster.ReadyAsync("example");
        Assert.Equal([2.0], await Callers.PredictAsync(model.Status!.Endpoint!.Grpc!, 1));
    }

    [Fact]
    public async Task The_digits_sample_is_ready_seconds_after_it_was_applied()
    {
        using var said = new StringWriter();
        var watch = Stopwatch.StartNew();
        var keys = await Manifests.ApplyAsync(_platform.Platform.Client, Manifests.Read([Path.Combine(Repository.Root, "manifests/samples/digits.yaml")]), Cancel);
        var models = await ModelProgress.WaitAsync(_platform.Platform.Client, keys, TimeSpan.FromSeconds(60), said, NullLoggerFactory.Instance, Cancel);

        // Three seconds on a machine at rest; a bound that a busy one keeps too.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        var model = Assert.Single(models);
        Assert.Equal("18262896ce9e99e50de6a2e0531336b747aa5d82ad0fa43056651812516d899e", model.Status!.Model!.Sha256);
        Assert.Contains($"ready at {model.Status.Endpoint!.Grpc}", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_may_lie_in_a_claims_folder()
    {
        var claim = new PersistentVolumeClaim
        {
            Metadata = new() { Name = "models", Namespace = Cluster.Namespace },
            Spec = new() { AccessModes = ["ReadWriteOnce"], Resources = new() { Requests = new Dictionary<string, string> { ["storage"] = "1Gi" } } },
        };
        await _platform.Platform.Client.CreateAsync(claim, Cancel);
        await Cluster.ApplyAsync("example", "pvc://models/v1/model.onnx");
        var folder = Directory.CreateDirectory(Path.Combine(_platform.Folder, "volumes", Cluster.Namespace, "models", "v1"));
        File.Copy(new Uri(Example).LocalPath, Path.Combine(folder.FullName, "model.onnx"));

        var model = await Cluster.ReadyAsync("example");

        Assert.Equal([4.0], await Callers.PredictAsync(model.Status!.Endpoint!.Grpc!, 2));
        Assert.Equal("Bound", (await Cluster.FindAsync<PersistentVolumeClaim>("models"))?.Status?.Phase);
    }

    private static async Task AssertNoneFailedAsync(Callers callers)
    {
        await callers.StopAsync();
        Assert.Empty(callers.Failures);
        Assert.True(callers is { Calls: > 100, Streams: > 10 }, $"There were only {callers.Calls} calls and {callers.Streams} streams.");
    }

    private async Task RollAsync(int updates)
    {
        await Cluster.ApplyAsync("example", Example, spec => spec["replicas"] = 2);
        var model = await Cluster.RolledOutAsync("example", pods: 2);
        await using var callers = new Callers(model.Status!.Endpoint!.Grpc!);
        for (var update = 1; update <= updates; update++)
        {
            var mark = $"{update}";
            await Cluster.RollAsync("example", mark);
            await Cluster.UntilAsync(
                () => Cluster.Pods("example") is { Count: 2 } pods && pods.All(p => p.Metadata.Annotations?.GetValueOrDefault("example.com/mark") == mark),
                () => $"update {mark}: " + string.Join(", ", Cluster.Pods("example").Select(p => p.Metadata.Name)));
            await Cluster.RolledOutAsync("example", pods: 2);
        }

        await AssertNoneFailedAsync(callers);
    }
}
