using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Status;

/// <summary>What the conditions say, situation by situation.</summary>
public sealed class ConditionTests
{
    private static readonly InferenceModel Model = Samples.Model("replicas: 2");
    private static readonly string Hash = Samples.TemplateHashOf(Model);

    [Fact]
    public void A_new_model_is_starting() => Says(Samples.Snapshot(Model),
        "Ready=False/Starting", "Available=False/NotServing", "ModelVerified=Unknown/NotLoaded", "RolledOut=False/RollingOut", "Scheduled=Unknown/NoPods");

    [Fact]
    public void A_model_whose_pods_all_serve_is_ready() => Says(Scaled(2, Samples.Settled(2), Ready(1), Ready(2)) with { Report = Report(Hash, "aa") },
        "Ready=True/Ready", "Available=True/Serving", "ModelVerified=True/Loaded", "RolledOut=True/Complete", "Scheduled=True/Scheduled");

    [Fact]
    public void A_model_one_of_whose_pods_is_starting_is_available_and_not_ready() => Says(
        Scaled(2, Samples.Settled(2) with { AvailableReplicas = 1 }, Ready(1), Pod(2, Status(waiting: new ContainerStateWaiting { Reason = "ContainerCreating" }))),
        "Ready=False/Starting", "Available=True/Serving", "RolledOut=False/RollingOut", "Scheduled=True/Scheduled");

    [Fact]
    public void Pods_of_a_former_template_serve_and_do_not_make_it_ready() => Says(
        Scaled(2, Samples.Settled(2) with { UpdatedReplicas = 0 }, Samples.ReadyPod("old-1", "former"), Samples.ReadyPod("old-2", "former")),
        "Ready=False/Starting", "Available=True/Serving", "RolledOut=False/RollingOut");

    [Fact]
    public void A_rollout_is_ready_when_the_new_pods_are_though_old_ones_linger() => Says(
        Scaled(2, Samples.Settled(3) with { UpdatedReplicas = 2 }, Ready(1), Ready(2), Samples.ReadyPod("old-3", "former")),
        "Ready=True/Ready", "Available=True/Serving", "RolledOut=False/RollingOut");

    [Fact]
    public void A_pod_that_is_ready_and_no_endpoint_is_not_reachable() => Says(
        Scaled(2, Samples.Settled(2), Ready(1), Ready(2)) with { EndpointSlices = [] },
        "Ready=False/NotReachable", "Available=True/Serving");

    [Fact]
    public void A_model_scaled_to_zero_is_not_ready() => Says(Scaled(0, Samples.Settled(0)),
        "Ready=False/ScaledToZero", "Available=False/NotServing", "RolledOut=True/Complete", "Scheduled=True/ScaledToZero");

    [Theory]
    [InlineData("x")]
    [InlineData("😀")]
    public void What_a_scheduler_or_a_kubelet_says_is_cut_to_what_a_status_may_have(string piece)
    {
        var words = string.Concat(Enumerable.Repeat(piece, 10_000));
        var pending = Pod(1, new PodStatus { Conditions = [Samples.Condition("PodScheduled", "False", "Unschedulable", words)] });
        var failing = Pod(2, Status(waiting: new ContainerStateWaiting { Reason = "CreateContainerError", Message = words }));

        var status = Decision.Make(Scaled(2, Samples.Settled(2), pending, failing), null).Status;

        string[] messages = [.. status.Conditions!.Select(c => c.Message), status.LastFailure!.Message];
        Assert.All(messages, m => Assert.InRange(m.Length, 1, 4096));
        Assert.All(messages, m => Assert.Equal(m, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(m))));
        Assert.Contains(messages, m => m.Length >= 4095 && m.EndsWith('…'));
    }

    [Fact]
    public void A_long_failure_that_goes_on_keeps_its_time()
    {
        var snapshot = Scaled(2, Samples.Settled(2), Pod(1, Status(waiting: new ContainerStateWaiting { Reason = "CreateContainerError", Message = new string('x', 10_000) })));
        var first = Decision.Make(snapshot, null).Status;

        var later = Decision.Make(snapshot with { Now = snapshot.Now + TimeSpan.FromMinutes(5) }, first).Status;

        Assert.Equal(first.LastFailure!.Time, later.LastFailure!.Time);
    }

    [Fact]
    public void Pods_that_end_do_not_count()
    {
        var ending = Ready(2) with { Metadata = Ready(2).Metadata with { DeletionTimestamp = Samples.Now } };
        Says(Scaled(2, Samples.Settled(1), Ready(1), ending), "Ready=False/Starting", "Available=True/Serving");
    }

    [Fact]
    public void A_pod_that_was_evicted_and_replaced_takes_nothing_from_a_rollout()
    {
        var status = Says(Scaled(2, Samples.Settled(2), Evicted(1), Ready(2), Ready(3)), "Ready=True/Ready", "RolledOut=True/Complete");
        Assert.Equal((2, "2/2"), (status.Replicas, status.Serving));
    }

    [Fact]
    public void A_pod_that_was_evicted_says_why_another_is_missing() => Says(
        Scaled(2, Samples.Settled(2) with { AvailableReplicas = 1 }, Evicted(1), Ready(2), Pod(3, Status(waiting: new ContainerStateWaiting { Reason = "ContainerCreating" }))),
        "Ready=False/Evicted", "Available=True/Serving");

    [Fact]
    public void A_pod_without_room_is_unschedulable_and_the_scheduler_is_quoted()
    {
        var pod = Pod(2, new PodStatus { Phase = "Pending", Conditions = [Samples.Condition("PodScheduled", "False", "Unschedulable", "0/3 nodes are available: 3 Insufficient cpu.")] });
        var status = Says(Scaled(2, Samples.Settled(2) with { AvailableReplicas = 1 }, Ready(1), pod), "Ready=False/Unschedulable", "Scheduled=False/Unschedulable");
        Assert.Contains("pod digits-2: 0/3 nodes are available: 3 Insufficient cpu", Message(status, "Scheduled"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_that_a_quota_refuses_are_named()
    {
        var refused = Samples.Settled(0) with { Conditions = [Samples.Condition("ReplicaFailure", "True", "FailedCreate", "pods \"digits-x\" is forbidden: exceeded quota: small")] };
        var status = Says(Scaled(2, refused), "Ready=False/PodsRefused", "Scheduled=False/PodsRefused");
        Assert.Contains("exceeded quota: small", Message(status, "Ready"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stuck_rollout_names_the_pod_and_says_that_the_old_ones_serve()
    {
        var stuck = Samples.Settled(3) with { UpdatedReplicas = 1, Conditions = [Samples.Condition("Progressing", "False", "ProgressDeadlineExceeded")] };
        var snapshot = Scaled(2, stuck, Samples.ReadyPod("old-1", "former"), Samples.ReadyPod("old-2", "former"), Pod(3, Ended("server", 1, "The model cannot be loaded: bad protobuf.")));

        var status = Says(snapshot, "Ready=False/ModelLoadFailed", "Available=True/Serving", "RolledOut=False/ProgressDeadlineExceeded");

        Assert.Contains("Pod digits-3: The model cannot be loaded: bad protobuf. 2 of the pods of before go on serving.", Message(status, "RolledOut"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checksum_that_is_another_is_told()
    {
        var message = "The SHA-256 of /models/model.onnx is aa; bb was asked for. Either the file is damaged or the wrong one, or the digest is another file's.";
        Says(Scaled(2, Samples.Settled(1) with { AvailableReplicas = 0 }, Pod(1, Ended("server", 1, message))), "Ready=False/ChecksumMismatch", "ModelVerified=False/ChecksumMismatch");
    }

    [Fact]
    public void A_checksum_that_is_right_is_verified()
    {
        var sha = new string('a', 64);
        var model = Samples.Model($"model: {{ uri: 'configmap://digits/digits.onnx', sha256: {sha} }}");
        var hash = Samples.TemplateHashOf(model);
        var snapshot = Samples.Running(model, 1, Samples.Settled(1), Samples.ReadyPod("digits-1", hash)) with { Report = Report(hash, sha) };
        Says(snapshot, "Ready=True/Ready", "ModelVerified=True/Verified");
    }

    [Fact]
    public void A_report_of_a_former_template_verifies_nothing() => Says(
        Scaled(2, Samples.Settled(2), Ready(1), Ready(2)) with { Report = Report("former", "aa") }, "Ready=True/Ready", "ModelVerified=Unknown/NotLoaded");

    [Fact]
    public void Paused_with_other_pods_than_the_spec_asks_for_is_not_ready()
    {
        var running = Scaled(2, Samples.Settled(2), Ready(1), Ready(2));
        var changed = Samples.Model("replicas: 2\npaused: true\nenv: [{ name: A, value: x }]", 2);
        Says(running with { Model = changed }, "Ready=False/Paused", "Available=True/Serving", "RolledOut=False/Paused");
    }

    [Fact]
    public void Paused_with_the_pods_that_the_spec_asks_for_is_ready()
    {
        var running = Scaled(2, Samples.Settled(2), Ready(1), Ready(2));
        Says(running with { Model = Samples.Model("replicas: 2\npaused: true", 2) }, "Ready=True/Ready", "RolledOut=True/Complete");
    }

    [Fact]
    public void An_object_that_the_API_server_refuses_is_told() => Says(
        Samples.Snapshot(Model) with { Refusal = new Refusal("Deployment digits", "must be less than or equal to cpu limit") }, "Ready=False/ObjectRefused", "RolledOut=False/ObjectRefused");

    [Fact]
    public void Scaling_on_cpu_without_the_metrics_API_is_told()
    {
        var model = Samples.Model("autoscaling: { maxReplicas: 3, cpu: { averageUtilization: 50 } }\nresources: { requests: { cpu: 1 } }");
        Says(Samples.Snapshot(model) with { Capabilities = new() { DisruptionBudgets = true } }, "Autoscaling=False/ResourceMetricsMissing");
        Says(Samples.Snapshot(model), "Autoscaling=True/ScalingOnCpu");
    }

    [Fact]
    public void Scaling_on_calls_that_cannot_be_read_is_told()
    {
        var model = Samples.Model("autoscaling: { maxReplicas: 3, targetCallsInFlight: 5 }");
        Says(Samples.Snapshot(model) with { Scaling = new ScalingNote(false, "No pod answers.") }, "Autoscaling=False/LoadUnknown");
        Says(Samples.Snapshot(model), "Autoscaling=True/ScalingOnCalls");
    }

    [Fact]
    public void Times_of_what_did_not_turn_are_kept()
    {
        var first = Decision.Make(Scaled(2, Samples.Settled(2), Ready(1), Ready(2)), null).Status;
        var later = Decision.Make(Scaled(2, Samples.Settled(1), Ready(1)) with { Now = Samples.Now.AddMinutes(1) }, first).Status;

        Assert.Equal(Samples.Now, Find(later, "Available").LastTransitionTime);
        Assert.Equal(Samples.Now.AddMinutes(1), Find(later, "Ready").LastTransitionTime);
    }

    [Fact]
    public void The_last_failure_stays_when_things_are_well_again()
    {
        var failed = Decision.Make(Scaled(2, Samples.Settled(2), Pod(1, Ended("server", 1, "No."))), null).Status;
        var well = Decision.Make(Scaled(2, Samples.Settled(2), Ready(1), Ready(2)), failed).Status;

        Assert.Equal(("ModelLoadFailed", "No.", "digits-1"), (well.LastFailure!.Reason, well.LastFailure.Message, well.LastFailure.Pod));
    }

    [Theory]
    [InlineData("Dns", "digits.vision.svc:50051", "http://digits.vision.svc:8080")]
    [InlineData("ClusterIP", "10.96.0.7:50051", "http://10.96.0.7:8080")]
    public void The_endpoint_is_the_Service(string form, string grpc, string http)
    {
        var snapshot = Scaled(2, Samples.Settled(2)) with { Policy = Samples.Policy with { EndpointForm = Enum.Parse<EndpointForm>(form) } };
        snapshot = snapshot with { Objects = new ObservedObjects(snapshot.Objects.All.Select(o => o is Service s ? s with { Spec = s.Spec with { ClusterIP = "10.96.0.7" } } : o)) };

        var endpoint = Decision.Make(snapshot, null).Status.Endpoint!;

        Assert.Equal((grpc, http), (endpoint.Grpc, endpoint.Http));
    }

    [Fact]
    public void Every_condition_has_the_observed_generation() => Assert.All(
        Decision.Make(Samples.Snapshot(Samples.Model(generation: 5)), null).Status.Conditions!, c => Assert.Equal(5, c.ObservedGeneration));

    private static InferenceModelStatus Says(Snapshot snapshot, params string[] conditions)
    {
        var status = Decision.Make(snapshot, null).Status;
        var all = status.Conditions!.Select(c => $"{c.Type}={c.Status}/{c.Reason}").ToList();
        Assert.All(conditions, c => Assert.Contains(c, all));
        Assert.All(status.Conditions!, c => Assert.EndsWith(".", c.Message, StringComparison.Ordinal));
        return status;
    }

    private static Snapshot Scaled(int replicas, DeploymentStatus status, params IReadOnlyList<Pod> pods)
    {
        var snapshot = Samples.Running(Model, replicas, status, pods);
        return snapshot with { Objects = new ObservedObjects(snapshot.Objects.All.Select(o => o is Deployment d ? d with { Metadata = d.Metadata with { Annotations = ScaledFor(d) } } : o)) };
    }

    private static Dictionary<string, string> ScaledFor(Deployment d) => new(d.Metadata.Annotations!) { ["inferenceplatform.io/scaled-for"] = "2" };

    private static ModelReportStatus Report(string hash, string sha) => new() { TemplateHash = hash, Name = "digits", Version = 1, Sha256 = sha };

    private static Pod Ready(int number) => Samples.ReadyPod($"digits-{number}", Hash);

    private static Pod Pod(int number, PodStatus status) => Samples.Pod($"digits-{number}", Hash, status);

    private static Pod Evicted(int number) => Pod(number, new PodStatus { Phase = "Failed", Reason = "Evicted", Message = "The node was low on resource: memory." });

    private static PodStatus Status(ContainerStateWaiting waiting) => new()
    {
        Conditions = [Samples.Condition("PodScheduled", "True")],
        StartTime = Samples.Now,
        ContainerStatuses = [new ContainerStatus { Name = "server", State = new ContainerState { Waiting = waiting } }],
    };

    private static PodStatus Ended(string container, int exitCode, string message) => new()
    {
        Conditions = [Samples.Condition("PodScheduled", "True")],
        ContainerStatuses =
        [
            new ContainerStatus
            {
                Name = container,
                State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = "CrashLoopBackOff" } },
                LastState = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = exitCode, Reason = "Error", Message = message, FinishedAt = Samples.Now } },
            },
        ],
    };

    private static ModelCondition Find(InferenceModelStatus status, string type) => status.Conditions!.Single(c => c.Type == type);

    private static string Message(InferenceModelStatus status, string type) => Find(status, type).Message;
}
