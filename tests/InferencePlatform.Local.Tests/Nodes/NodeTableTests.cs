using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Nodes;
using InferencePlatform.Local.Nodes.Containers;
using InferencePlatform.Local.Nodes.Probes;
using InferencePlatform.Local.Nodes.Volumes;

namespace InferencePlatform.Local.Tests.Nodes;

/// <summary>The node's pure decisions.</summary>
public sealed class NodeTableTests
{
    [Fact]
    public void Restarts_back_off_from_none_over_10_seconds_to_5_minutes_and_forget_after_a_sound_run()
    {
        var backOff = new RestartBackOff();

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], Enumerable.Range(0, 8).Select(_ => (int)backOff.After(TimeSpan.FromSeconds(1)).TotalSeconds));
        Assert.Equal(TimeSpan.Zero, backOff.After(RestartBackOff.SoundRun));
        Assert.Equal(RestartBackOff.First, backOff.After(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Addresses_run_out_and_come_back_only_when_given_back()
    {
        var addresses = new PodAddresses();
        Assert.True(addresses.TryTake("127.64.0.2"));
        var taken = Enumerable.Range(0, PodAddresses.Capacity - 1).Select(_ => addresses.Take()).ToHashSet();

        Assert.Equal(PodAddresses.Capacity - 1, taken.Count);
        Assert.DoesNotContain("127.64.0.2", taken);
        Assert.Null(addresses.Take());
        addresses.GiveBack("127.64.7.7");
        Assert.Equal("127.64.7.7", addresses.Take());
        Assert.False(addresses.TryTake("127.64.7.7"));
        Assert.False(addresses.TryTake("127.0.0.1"));
    }

    [Theory]
    [InlineData("--model-path=/models/digits.onnx", "--model-path=/real/models/digits.onnx")]
    [InlineData("/models", "/real/models")]
    [InlineData("--target=/models", "--target=/real/models")]
    [InlineData("/models/sub/x", "/real/sub/x")]
    [InlineData("/modelsother", "/modelsother")]
    [InlineData("--uri=file:///models/x", "--uri=file:///models/x")]
    [InlineData("--termination-message-path=/dev/termination-log", "--termination-message-path=/real/message")]
    public void Mount_paths_at_the_beginning_of_a_value_become_real_ones(string argument, string expected)
    {
        var container = new Container
        {
            Name = "server",
            VolumeMounts = [new() { Name = "model", MountPath = "/models" }, new() { Name = "sub", MountPath = "/models/sub/" }],
        };
        var volumes = new Dictionary<string, string> { ["model"] = "/real/models", ["sub"] = "/real/sub" };

        Assert.Equal(expected, MountTable.Of(container, volumes, "/real/message").Rewrite(argument));
    }

    [Fact]
    public void What_a_container_says_of_its_files_has_the_mount_paths_again()
    {
        var mounts = new MountTable([("/models", "/state/pods/1/volumes/model"), ("/dev/termination-log", "/state/pods/1/termination/server")]);

        Assert.Equal("/models/model.onnx is empty.", mounts.Restore("/state/pods/1/volumes/model/model.onnx is empty."));
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("a/../../b")]
    [InlineData("/etc")]
    public void A_path_that_leads_out_of_its_volume_is_refused(string subPath)
    {
        var container = new Container { Name = "server", VolumeMounts = [new() { Name = "model", MountPath = "/models", SubPath = subPath }] };

        Assert.Throws<VolumeException>(() => MountTable.Of(container, new Dictionary<string, string> { ["model"] = "/real" }, "/m"));
        Assert.Throws<VolumeException>(() => VolumeFile.Write([new(subPath, [], UnixFileMode.UserRead)], Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())));
    }

    [Fact]
    public void A_container_sees_its_own_environment_and_nothing_of_the_platforms()
    {
        var pod = new Pod { Metadata = new() { Name = "digits-x", Namespace = "vision" } };
        var container = new Container
        {
            Name = "server",
            Args = ["serve", "--name=$(NAME)", "$$(NAME)", "$(UNKNOWN)"],
            Env =
            [
                new() { Name = "NAME", Value = "digits" },
                new() { Name = "POD", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.name" } } },
                new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } },
                new() { Name = "BOTH", Value = "$(NAME) in $(POD)" },
            ],
            Resources = new() { Limits = new Dictionary<string, string> { ["cpu"] = "1500m" } },
        };

        var command = ContainerCommand.Of(pod, container, "/bin/server", "127.64.0.9", new MountTable([]), name => name is "PATH" or "SECRET" ? "theirs" : null);

        Assert.Equal(["serve", "--name=digits", "$(NAME)", "$(UNKNOWN)"], command.Arguments);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["BOTH"] = "digits in digits-x", ["DOTNET_PROCESSOR_COUNT"] = "2", ["HOSTNAME"] = "digits-x", ["INFERENCE_HOST"] = "127.64.0.9",
                ["IP"] = "127.64.0.9", ["NAME"] = "digits", ["PATH"] = "theirs", ["POD"] = "digits-x",
            },
            new SortedDictionary<string, string>(command.Environment.ToDictionary()));
    }

    [Fact]
    public void A_verdict_takes_as_many_answers_in_a_row_as_the_thresholds_say()
    {
        var counter = new ProbeCounter(new(default, default, default, SuccessThreshold: 2, FailureThreshold: 3));

        bool[] answers = [true, true, false, false, true, false, false, false, true, true];
        var verdicts = answers.Select(answer =>
        {
            counter.Count(answer);
            return counter.Verdict;
        });

        Assert.Equal([null, true, true, true, true, true, true, false, false, true], verdicts);
    }

    [Theory]
    [InlineData(0, false, false, "Completed", null)]
    [InlineData(1, false, true, "Error", null)]
    [InlineData(137, false, true, "OOMKilled", 9)]
    [InlineData(137, true, true, "Error", 9)]
    [InlineData(137, false, false, "Error", 9)]
    [InlineData(139, false, true, "Error", 11)]
    public void An_end_has_the_reason_that_Kubernetes_gives_it(int code, bool killedHere, bool memoryRanOut, string reason, int? signal)
    {
        var ended = ExitReport.Of(code, killedHere, memoryRanOut, null, default, default);

        Assert.Equal((reason, signal), (ended.Reason, ended.Signal));
    }

    [Fact]
    public void A_pod_for_another_kind_of_node_is_refused_in_the_schedulers_words()
    {
        Assert.Null(NodeFit.Refusal(new() { NodeSelector = new Dictionary<string, string> { ["kubernetes.io/os"] = "linux" } }));
        Assert.StartsWith(
            "0/1 nodes are available",
            NodeFit.Refusal(new() { NodeSelector = new Dictionary<string, string> { ["gpu"] = "yes" } }),
            StringComparison.Ordinal);
    }
}
