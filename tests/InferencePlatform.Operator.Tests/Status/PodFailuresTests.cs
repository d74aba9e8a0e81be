using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Status;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Status;

/// <summary>Every way in which a pod may not come to serve has its reason.</summary>
public sealed class PodFailuresTests
{
    private const string Spec = "model: { uri: 'configmap://digits-model/digits.onnx' }";

    [Theory]
    [InlineData("fetch", 1, "DownloadFailed")]
    [InlineData("fetch", 2, "SettingsRefused")]
    [InlineData("fetch", 10, "ModelNotFound")]
    [InlineData("fetch", 11, "AccessDenied")]
    [InlineData("fetch", 12, "ChecksumMismatch")]
    [InlineData("fetch", 13, "ModelTooLarge")]
    [InlineData("fetch", 14, "StorageFailed")]
    [InlineData("fetch", 15, "DownloadFailed")]
    [InlineData("fetch", 139, "Crashed")]
    [InlineData("server", 1, "ModelLoadFailed")]
    [InlineData("server", 2, "SettingsRefused")]
    [InlineData("server", 139, "Crashed")]
    public void An_exit_code_is_a_reason(string container, int exitCode, string reason)
    {
        var failure = Find(Terminated(container, exitCode, "Said so."), Samples.Now);
        Assert.Equal(reason, failure!.Reason);
        Assert.Contains("Said so", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_out_of_memory_says_which_limit_to_raise()
    {
        var failure = Find(Terminated("server", 137, null, "OOMKilled"), Samples.Now);
        Assert.Equal("OutOfMemory", failure!.Reason);
        Assert.Contains("spec.resources.limits.memory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_without_a_word_says_where_to_look_and_names_the_signal()
    {
        var failure = Find(Terminated("server", 139, null), Samples.Now);
        Assert.Equal("The container server ended with exit code 139 (signal 11); its log may say more: kubectl logs digits-1 -c server --previous.", failure!.Message);
    }

    [Theory]
    [InlineData("ErrImagePull", "ImagePullFailed")]
    [InlineData("ImagePullBackOff", "ImagePullFailed")]
    [InlineData("InvalidImageName", "ImagePullFailed")]
    [InlineData("ImageNotAvailable", "ImagePullFailed")]
    [InlineData("CreateContainerConfigError", "ContainerConfigFailed")]
    [InlineData("CreateContainerError", "ContainerConfigFailed")]
    public void A_container_that_waits_for_what_is_not_there_has_failed(string waiting, string reason)
    {
        var failure = Find(Waiting(waiting, "secret \"x\" not found"), Samples.Now);
        Assert.Equal(reason, failure!.Reason);
        Assert.Contains("secret \"x\" not found", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_that_do_not_come_are_a_failure_after_a_minute_and_the_ConfigMap_is_named()
    {
        var status = Waiting("ContainerCreating", null);
        Assert.Null(Find(status, Samples.Now + TimeSpan.FromSeconds(59)));

        var failure = Find(status, Samples.Now + TimeSpan.FromSeconds(60));
        Assert.Equal("VolumesNotReady", failure!.Reason);
        Assert.Contains("ConfigMap digits-model with the key digits.onnx", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_that_the_node_says_is_missing_is_a_failure_at_once()
    {
        var failure = Find(Waiting("ContainerCreating", "ConfigMap 'digits-model' is not in namespace 'vision'."), Samples.Now);

        Assert.Equal(("VolumesNotReady", "The pod waits for its volumes: ConfigMap 'digits-model' is not in namespace 'vision'."), (failure!.Reason, failure.Message));
    }

    [Fact]
    public void A_missing_Secret_of_TLS_is_named_with_its_keys()
    {
        const string Tls = "serving: { tls: { secretName: digits-tls, clientCASecretName: clients } }";
        var pod = Samples.Pod("digits-1", "h", Waiting("ContainerCreating", null));

        var failure = PodFailures.Find(pod, Samples.Model(Tls).Spec, Samples.Now + PodFailures.VolumesDeadline);

        Assert.Equal("VolumesNotReady", failure!.Reason);
        Assert.Contains("the Secret digits-tls with the keys tls.crt and tls.key exists", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the Secret clients with the key ca.crt exists", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_to_look_again_is_when_that_minute_is_over()
    {
        var pod = Samples.Pod("digits-1", "h", Waiting("ContainerCreating", null));
        Assert.Equal(TimeSpan.FromSeconds(50), PodFailures.NextLook(pod, Samples.Now.AddSeconds(10)));
        Assert.Null(PodFailures.NextLook(pod, Samples.Now.AddSeconds(60)));
    }

    [Fact]
    public void A_pod_that_fetches_for_long_has_not_failed()
    {
        var status = new PodStatus
        {
            StartTime = Samples.Now,
            Conditions = [Samples.Condition("PodScheduled", "True")],
            InitContainerStatuses = [new ContainerStatus { Name = "fetch", State = new ContainerState { Running = new ContainerStateRunning() } }],
            ContainerStatuses = [new ContainerStatus { Name = "server", State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = "PodInitializing" } } }],
        };
        Assert.Null(Find(status, Samples.Now.AddHours(1)));
    }

    [Fact]
    public void An_evicted_pod_says_why()
    {
        var failure = Find(new PodStatus { Phase = "Failed", Reason = "Evicted", Message = "The node was low on resource: memory." }, Samples.Now);
        Assert.Equal(("Evicted", "The node took the pod away: The node was low on resource: memory."), (failure!.Reason, failure.Message));
    }

    [Fact]
    public void A_ready_pod_that_once_crashed_has_not_failed()
    {
        var status = Terminated("server", 139, null) with { Conditions = [Samples.Condition("Ready", "True")] };
        Assert.Null(Find(status, Samples.Now));
    }

    [Fact]
    public void A_message_without_end_is_cut()
    {
        var failure = Find(Terminated("server", 1, new string('x', 5000)), Samples.Now);
        Assert.InRange(failure!.Message.Length, 1000, 1100);
    }

    private static PodFailure? Find(PodStatus status, DateTimeOffset now) => PodFailures.Find(Samples.Pod("digits-1", "h", status), Samples.Model(Spec).Spec, now);

    private static PodStatus Waiting(string reason, string? message) => new()
    {
        StartTime = Samples.Now,
        Conditions = [Samples.Condition("PodScheduled", "True")],
        ContainerStatuses = [new ContainerStatus { Name = "server", Image = "i", State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = reason, Message = message } } }],
    };

    private static PodStatus Terminated(string container, int exitCode, string? message, string reason = "Error")
    {
        var status = new ContainerStatus
        {
            Name = container,
            State = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = exitCode, Reason = reason, Message = message, FinishedAt = Samples.Now } },
        };
        return container == "fetch" ? new PodStatus { InitContainerStatuses = [status] } : new PodStatus { ContainerStatuses = [status] };
    }
}
