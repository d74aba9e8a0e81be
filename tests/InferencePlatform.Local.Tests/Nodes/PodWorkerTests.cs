using System.Diagnostics;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;
using InferencePlatform.Local.Nodes;

namespace InferencePlatform.Local.Tests.Nodes;

/// <summary>Pods as real processes.</summary>
public sealed class PodWorkerTests
{
    private const string Stay = "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done";

    [Fact]
    public async Task A_pod_runs_at_an_address_of_its_own_and_ends_with_its_object()
    {
        await using var node = new TestNode();
        var pod = TestNode.Pod(Stay);
        var worker = node.Start(pod);

        var status = await node.Client.StatusAsync(s => s.Phase == "Running");
        Assert.Equal("127.64.0.1", status.PodIP);
        Assert.True(status.Conditions.Find("Ready") is { Status: "True" });
        var pid = int.Parse(status.ContainerStatuses![0].ContainerID!["process://".Length..], System.Globalization.CultureInfo.InvariantCulture);
        await UntilAsync(() => node.Log(pod).Contains("up", StringComparison.Ordinal));

        worker.Stop(TimeSpan.FromSeconds(20), deleted: true);
        await worker.Ended;

        Assert.Equal((0L, pod.Metadata.Uid), ((await node.Client.Deleted.Task).GracePeriodSeconds, (await node.Client.Deleted.Task).Uid));
        Assert.Equal(0, node.Client.Status!.ContainerStatuses![0].State!.Terminated!.ExitCode);
        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.False(Directory.Exists(PodFolder.Of(node.Folder, pod).Root));
        Assert.True(node.Services.Addresses.TryTake("127.64.0.1"));
    }

    [Fact]
    public async Task A_container_that_does_not_heed_SIGTERM_is_killed_after_its_grace()
    {
        await using var node = new TestNode();
        var pod = TestNode.Pod("trap '' TERM; echo up; while :; do sleep 0.05; done");
        var worker = node.Start(pod);
        await UntilAsync(() => node.Log(pod).Contains("up", StringComparison.Ordinal));

        var watch = Stopwatch.StartNew();
        worker.Stop(TimeSpan.FromSeconds(1), deleted: false);
        await worker.Ended;

        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.9), $"It had only {watch.Elapsed}.");
        var ended = node.Client.Status!.ContainerStatuses![0].State!.Terminated!;
        Assert.Equal((137, 9, "Error"), (ended.ExitCode, ended.Signal, ended.Reason));
    }

    [Fact]
    public async Task What_a_container_left_behind_ends_with_it()
    {
        await using var node = new TestNode();
        var pod = TestNode.Pod("sleep 1000 & echo child=$!; exit 0", spec: s => s with { RestartPolicy = "Never" });
        node.Start(pod);

        await node.Client.StatusAsync(s => s.Phase == "Succeeded");

        var child = node.Log(pod)["child=".Length..];
        await UntilAsync(() => !Directory.Exists($"/proc/{child}") || File.ReadAllText($"/proc/{child}/stat").Contains(") Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Init_containers_run_before_and_their_files_are_there()
    {
        await using var node = new TestNode();
        var mount = new VolumeMount { Name = "model", MountPath = "/models" };
        var pod = TestNode.Pod(
            "cat $0/file; " + Stay,
            c => c with { Args = [.. c.Args!, "/models"], VolumeMounts = [mount] },
            s => s with
            {
                InitContainers = [new() { Name = "fetch", Image = "shell", Args = ["-c", "echo fetched > $0/file", "/models"], VolumeMounts = [mount] }],
                Volumes = [new() { Name = "model", EmptyDir = new() }],
            });
        node.Start(pod);

        var status = await node.Client.StatusAsync(s => s.Conditions.Find("Ready") is { Status: "True" });

        Assert.Equal("Completed", status.InitContainerStatuses![0].State!.Terminated!.Reason);
        await UntilAsync(() => node.Log(pod).Contains("up", StringComparison.Ordinal));
        Assert.StartsWith("fetched", node.Log(pod), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_init_container_is_named_with_its_message_and_tried_again()
    {
        await using var node = new TestNode();
        var pod = TestNode.Pod(Stay, spec: s => s with
        {
            InitContainers = [new() { Name = "fetch", Image = "shell", Args = ["-c", "echo 404 for the model > $0; exit 3", "/dev/termination-log"] }],
        });
        node.Start(pod);

        var status = await node.Client.StatusAsync(s => s.InitContainerStatuses?[0].State?.Waiting?.Reason == "CrashLoopBackOff");

        var fetch = status.InitContainerStatuses![0];
        Assert.Equal((3, "404 for the model\n"), (fetch.LastState!.Terminated!.ExitCode, fetch.LastState.Terminated.Message));
        Assert.Equal(1, fetch.RestartCount);
        Assert.StartsWith("back-off 10s restarting failed container=fetch pod=pod_test(", fetch.State!.Waiting!.Message, StringComparison.Ordinal);
        Assert.Equal(("Pending", "False"), (status.Phase, status.Conditions.Find("Initialized")?.Status));
    }

    [Fact]
    public async Task A_crash_is_restarted_at_once_the_first_time_and_backs_off_then()
    {
        await using var node = new TestNode();
        var pod = TestNode.Pod("echo run; echo broken >&2; exit 7", c => c with { TerminationMessagePolicy = "FallbackToLogsOnError" });
        node.Start(pod);

        var status = await node.Client.StatusAsync(s => s.ContainerStatuses?[0].State?.Waiting?.Reason == "CrashLoopBackOff");

        var server = status.ContainerStatuses![0];
        Assert.Equal((1, 7, false), (server.RestartCount, server.LastState!.Terminated!.ExitCode, server.Ready));
        Assert.Contains("broken", server.LastState.Terminated.Message, StringComparison.Ordinal);
        Assert.Contains("run", node.Log(pod, restart: 0), StringComparison.Ordinal);
        Assert.Contains("run", node.Log(pod, restart: 1), StringComparison.Ordinal);
        Assert.Equal("ContainersNotReady", status.Conditions.Find("Ready")?.Reason);
    }

    [Fact]
    public async Task A_liveness_probe_that_fails_often_enough_restarts_the_container()
    {
        await using var node = new TestNode();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Parse("127.64.0.1"), 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var pod = TestNode.Pod(Stay, c => c with { LivenessProbe = new() { TcpSocket = new() { Port = port }, PeriodSeconds = 1, FailureThreshold = 1 } });
        node.Start(pod);
        await UntilAsync(() => node.Log(pod).Contains("up", StringComparison.Ordinal));

        listener.Stop();
        var status = await node.Client.StatusAsync(s => s.ContainerStatuses?[0].RestartCount == 1);

        Assert.Equal(0, status.ContainerStatuses![0].LastState!.Terminated!.ExitCode);
    }

    [Fact]
    public async Task A_readiness_probe_makes_the_pod_ready_and_unready()
    {
        await using var node = new TestNode();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Parse("127.64.0.1"), 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var pod = TestNode.Pod(Stay, c => c with { ReadinessProbe = new() { TcpSocket = new() { Port = port }, PeriodSeconds = 1, FailureThreshold = 1 } });
        node.Start(pod);

        await node.Client.StatusAsync(s => s.Conditions.Find("Ready") is { Status: "True" });
        listener.Stop();

        await UntilAsync(() => node.Client.Status!.Conditions.Find("Ready") is { Status: "False" });
        Assert.NotNull(node.Client.Status!.ContainerStatuses![0].State!.Running);
    }

    [Fact]
    public async Task A_pod_waits_for_its_ConfigMap_and_says_so()
    {
        await using var node = new TestNode();
        var pod = TestNode.Pod(
            "cat $0/a/b; " + Stay,
            c => c with { Args = [.. c.Args!, "/config"], VolumeMounts = [new() { Name = "config", MountPath = "/config" }] },
            s => s with { Volumes = [new() { Name = "config", ConfigMap = new() { Name = "settings", Items = [new() { Key = "key", Path = "a/b" }] } }] });
        node.Start(pod);
        var waiting = await node.Client.StatusAsync(s => s.ContainerStatuses?[0].State?.Waiting?.Message is not null);
        Assert.Equal("ConfigMap 'settings' is not in namespace 'test'; the pod starts once it is.", waiting.ContainerStatuses![0].State!.Waiting!.Message);

        node.Client.Objects[new ObjectKey("test", "settings")] = new ConfigMap { Metadata = new() { Name = "settings" }, Data = new Dictionary<string, string> { ["key"] = "value\n" } };
        await node.Client.StatusAsync(s => s.Phase == "Running");

        await UntilAsync(() => node.Log(pod).Contains("up", StringComparison.Ordinal));
        Assert.StartsWith("value", node.Log(pod), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_cannot_run_here_is_named()
    {
        await using var node = new TestNode();
        var worker = node.Start(TestNode.Pod(Stay, c => c with { Image = "nginx" }));

        var status = await node.Client.StatusAsync(s => s.ContainerStatuses?[0].State?.Waiting?.Reason == "ImageNotAvailable");
        Assert.Contains("not 'nginx'", status.ContainerStatuses![0].State!.Waiting!.Message, StringComparison.Ordinal);

        worker.Stop(TimeSpan.Zero, deleted: true);
        await worker.Ended;
    }

    [Fact]
    public async Task A_pod_of_an_earlier_platform_keeps_its_address_and_counts_a_restart()
    {
        await using var node = new TestNode();
        var pod = TestNode.Pod(Stay) with
        {
            Status = new()
            {
                PodIP = "127.64.3.4",
                Phase = "Running",
                Conditions = [new() { Type = "Ready", Status = "True" }],
                ContainerStatuses = [new() { Name = "server", Ready = true, RestartCount = 2, State = new() { Running = new() } }],
            },
        };
        node.Start(pod);

        var status = await node.Client.StatusAsync(s => s.ContainerStatuses?[0].State?.Running is not null);

        Assert.Equal(("127.64.3.4", 3), (status.PodIP, status.ContainerStatuses![0].RestartCount));
        Assert.Equal(137, status.ContainerStatuses[0].LastState!.Terminated!.ExitCode);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 2000, "It did not come to pass within 20 s.");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
