using System.Diagnostics;
using InferencePlatform.Local.Nodes.Processes;
using InferencePlatform.Local.Tests.Platform;
using InferencePlatform.TestCluster;

namespace InferencePlatform.Local.Tests.Kubectl;

/// <summary>Stock kubectl on a platform with a model: the commands that need pods that run, with each kubectl that the machine has.</summary>
[Collection(nameof(PlatformTests))]
public sealed class KubectlOnPlatformTests(RunningModel model) : IClassFixture<RunningModel>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachKubectl]
    public async Task Logs_are_printed_as_asked_for(string program)
    {
        var kubectl = Kubectl(program);

        var all = (await kubectl.RunAsync("logs", "deployment/example")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(all);
        Assert.Equal(all[^1], (await kubectl.RunAsync("logs", "deployment/example", "--tail=1")).Trim('\n'));
        Assert.Equal("", await kubectl.RunAsync("logs", "deployment/example", "--tail=0"));
        Assert.Equal(all[0][..10], await kubectl.RunAsync("logs", "deployment/example", "--limit-bytes=10"));
        Assert.Equal(all, (await kubectl.RunAsync("logs", "deployment/example", "--since=24h", "--container=server")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", await kubectl.RunAsync("logs", "deployment/example", "--since-time=2199-01-01T00:00:00Z"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z " + System.Text.RegularExpressions.Regex.Escape(all[0]), await kubectl.RunAsync("logs", "deployment/example", "--timestamps"));
        await AssertRefusedAsync(kubectl, "container other is not valid for pod", "logs", Pod(), "--container=other");
    }

    [Theory, EachKubectl]
    public async Task Logs_of_the_run_before_a_restart_are_kept(string program)
    {
        var kubectl = Kubectl(program);
        await kubectl.RunAsync("rollout", "restart", "deployment/example");
        await kubectl.RunAsync("rollout", "status", "deployment/example", "--timeout=80s");
        await model.Cluster.RolledOutAsync("example", pods: 1);
        var pod = Pod();
        await AssertRefusedAsync(kubectl, "previous terminated container \"server\"", "logs", pod, "--previous");

        Posix.Signal(Cluster.PidOf(Assert.Single(model.Cluster.Pods("example"))), Posix.Kill);
        await model.Cluster.UntilAsync(() => model.Cluster.Pods("example") is [{ Status.ContainerStatuses: [{ RestartCount: 1, Ready: true }] }], () => "the container has not come back");

        Assert.NotEqual("", await kubectl.RunAsync("logs", pod, "--previous"));
    }

    [Theory, EachKubectl]
    public async Task Logs_are_followed_until_the_pod_ends(string program)
    {
        var kubectl = Kubectl(program);
        using var follow = kubectl.Start("logs", "--follow", Pod());
        Assert.NotNull(await follow.StandardOutput.ReadLineAsync(Cancel));

        await kubectl.RunAsync("rollout", "restart", "deployment/example");
        await EndAsync(follow);

        Assert.Equal(0, follow.ExitCode);
        await model.Cluster.RolledOutAsync("example", pods: 1);
    }

    [Theory, EachKubectl]
    public async Task Rollout_status_waits_for_the_end_of_a_rollout_and_history_has_it(string program)
    {
        var kubectl = Kubectl(program);
        await kubectl.RunAsync("patch", "imodel", "example", "--type=merge", "-p", """{"spec":{"podAnnotations":{"example.com/mark":"MARK"}}}""".Replace("MARK", Guid.NewGuid().ToString(), StringComparison.Ordinal));
        await model.Cluster.UntilAsync("example", m => m.Status?.ObservedGeneration == m.Metadata.Generation);

        var status = await kubectl.RunAsync("rollout", "status", "deployment/example", "--timeout=80s");

        Assert.Contains("deployment \"example\" successfully rolled out", status, StringComparison.Ordinal);
        Assert.Contains("REVISION", await kubectl.RunAsync("rollout", "history", "deployment/example"), StringComparison.Ordinal);
        await model.Cluster.RolledOutAsync("example", pods: 1);
    }

    [Theory, EachKubectl]
    public async Task Get_watches_our_columns(string program)
    {
        var kubectl = Kubectl(program);
        using var watch = kubectl.Start("get", "imodel", "example", "--watch");
        try
        {
            Assert.Matches("^NAME +READY +REASON +", await watch.StandardOutput.ReadLineAsync(Cancel));
            Assert.Matches("^example +True +", await watch.StandardOutput.ReadLineAsync(Cancel));

            await kubectl.RunAsync("scale", "imodel", "example", "--replicas=0");
            await UntilLineAsync(watch, "^example +False +ScaledToZero +");
            await kubectl.RunAsync("scale", "imodel", "example", "--replicas=1");
            await UntilLineAsync(watch, "^example +True +");
        }
        finally
        {
            watch.Kill();
        }

        await model.Cluster.RolledOutAsync("example", pods: 1);
    }

    [Theory, EachKubectl]
    public async Task Edit_hands_the_model_to_the_editor_and_refuses_what_breaks_a_rule(string program)
    {
        var kubectl = Kubectl(program);
        await kubectl.RunAsync("patch", "imodel", "example", "--type=merge", "-p", """{"spec":{"serviceAnnotations":{"example.com/color":"red"}}}""");

        Assert.Contains("inferencemodel.inferenceplatform.io/example edited", await kubectl.RunAsync("edit", "imodel", "example"), StringComparison.Ordinal);
        Assert.Equal("blue", await kubectl.RunAsync("get", "imodel", "example", "-o", @"jsonpath={.spec.serviceAnnotations.example\.com/color}"));

        var breaking = new TestCluster.Client.Kubectl(model.KubeconfigPath, Cluster.Namespace) { Program = program, Editor = "sed -i s/drainDelay:.*/drainDelay:.soon/" };
        await AssertRefusedAsync(breaking, "\"example\" is invalid", "edit", "imodel", "example");
    }

    [Theory, EachKubectl]
    public async Task Events_and_describe_tell_what_happened(string program)
    {
        var kubectl = Kubectl(program);

        Assert.Matches(@"Normal +Scheduled +Pod/example-\S+ +Successfully assigned default/example-", await kubectl.RunAsync("events"));
        Assert.Matches(@"Normal +Started +Pod/", await kubectl.RunAsync("events", "--types=Normal"));
        Assert.Matches(@"Normal +Started .* Started container server", await kubectl.RunAsync("describe", Pod()));
        Assert.Matches(@"Endpoint:", await kubectl.RunAsync("describe", "imodel", "example"));
    }

    private static async Task AssertRefusedAsync(TestCluster.Client.Kubectl kubectl, string words, params string[] arguments)
    {
        var (code, _, errors) = await kubectl.TryAsync("", arguments);
        Assert.NotEqual(0, code);
        Assert.Contains(words, errors, StringComparison.Ordinal);
    }

    private static async Task EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(80), Cancel);
        await output;
    }

    private static async Task UntilLineAsync(Process process, string pattern)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(80), Cancel) is { } line)
        {
            if (System.Text.RegularExpressions.Regex.IsMatch(line, pattern))
            {
                return;
            }
        }

        Assert.Fail($"The watch ended without a line like {pattern}.");
    }

    private TestCluster.Client.Kubectl Kubectl(string program) => new(model.KubeconfigPath, Cluster.Namespace) { Program = program };

    private string Pod() => "pod/" + Assert.Single(model.Cluster.Pods("example"), p => p.Metadata.DeletionTimestamp is null).Metadata.Name;
}
