using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.TestCluster;

namespace InferencePlatform.Operator.Tests.Behaviour;

/// <summary>What an operator makes of pods, with pods that only look as if they ran.</summary>
public sealed class PodsTests(ApiServers servers)
{
    [Theory]
    [EachApiServer]
    public async Task The_signature_is_read_once_for_each_template(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op);
        await op.ApplyAsync("digits");
        await pods.AddAnsweringAsync("digits", "one");

        var model = await op.UntilSaysAsync("digits", "ModelVerified", "Loaded");
        Assert.Equal((3, new string('a', 64), 150), (model.Status!.Model!.Version, model.Status.Model.Sha256, model.Status.Model.SizeBytes));
        Assert.Equal([-1L, 4L], Assert.Single(model.Status.Model.Inputs!).Shape);

        await pods.AddAnsweringAsync("digits", "two");
        await op.UntilAsync<InferenceModel>("digits", m => m.Status?.ReadyReplicas == 2);
        Assert.Equal(1, pods.Asked);
    }

    /// <summary>The place may have another file by then, which a restart brings.</summary>
    [Theory]
    [EachApiServer]
    public async Task After_a_restart_of_the_pods_the_signature_is_read_anew_and_once(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op);
        await op.ApplyAsync("digits");
        await pods.AddAnsweringAsync("digits", "one");
        await op.UntilSaysAsync("digits", "ModelVerified", "Loaded");

        await op.PatchAsync<Deployment>("digits", """{"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": "2026-11-25T03:00:00Z"}}}}}""");
        pods.Sha256 = new string('b', 64);
        await pods.AddAnsweringAsync("digits", "two");

        var model = await op.UntilAsync<InferenceModel>("digits", m => m.Status?.Model?.Sha256 == new string('b', 64));
        Assert.Equal("2026-11-25T03:00:00Z", model.Status!.Model!.RestartedAt);
        await pods.AddAnsweringAsync("digits", "three");
        await op.UntilAsync<InferenceModel>("digits", m => m.Status?.ReadyReplicas == 3);
        Assert.Equal(2, pods.Asked);
    }

    [Theory]
    [EachApiServer]
    public async Task A_pod_that_has_more_to_say_than_a_status_may_have_is_told_of_all_the_same(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op);
        await op.ApplyAsync("digits");
        await pods.AddAsync("digits", "one", $$$"""
            {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "True"}],
             "containerStatuses": [{"name": "server", "ready": false, "restartCount": 0, "image": "i", "imageID": "",
               "state": {"waiting": {"reason": "CreateContainerError", "message": "{{{new string('x', 20_000)}}}"} }}]}
            """);

        var model = await op.UntilSaysAsync("digits", "Ready", "ContainerConfigFailed");

        Assert.Equal(4096, model.Status!.Conditions![0].Message.Length);
        Assert.Equal(4096, model.Status.LastFailure!.Message.Length);
        Assert.Empty(op.Counted.Failures);
    }

    [Theory]
    [EachApiServer]
    public async Task A_pod_that_fails_is_named_in_a_condition_and_an_event(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op);
        await op.ApplyAsync("digits");
        await pods.AddAsync("digits", "one", """
            {"phase": "Running", "conditions": [{"type": "PodScheduled", "status": "True"}],
             "containerStatuses": [{"name": "server", "ready": false, "restartCount": 2, "image": "i", "imageID": "",
               "state": {"waiting": {"reason": "CrashLoopBackOff"}},
               "lastState": {"terminated": {"exitCode": 1, "reason": "Error", "message": "The model cannot be loaded: bad protobuf.", "finishedAt": "2026-11-24T12:00:00Z"}}}]}
            """);

        var model = await op.UntilSaysAsync("digits", "Ready", "ModelLoadFailed");
        Assert.Equal("Pod one: The model cannot be loaded: bad protobuf.", model.Status!.Conditions![0].Message);
        Assert.Equal(("one", new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)), (model.Status.LastFailure!.Pod, model.Status.LastFailure.Time));
        await op.UntilEventAsync("digits", "ModelLoadFailed");
    }

    [Theory]
    [EachApiServer]
    public async Task The_operator_scales_on_calls_in_flight(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op) { CallsInFlight = 30 };
        await op.ApplyAsync("digits", "autoscaling: { maxReplicas: 5, targetCallsInFlight: 10, scaleDown: { stabilization: 1s } }");
        await pods.AddAnsweringAsync("digits", "one");

        await op.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 3);
        await op.UntilSaysAsync("digits", "Autoscaling", "ScalingOnCalls");
        pods.CallsInFlight = 500;
        await op.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 5);
        pods.CallsInFlight = 0;
        await op.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 1);
        Assert.Null((await op.FindAsync<InferenceModel>("digits"))!.Spec.Autoscaling!.MinReplicas);
    }

    [Theory]
    [EachApiServer]
    public async Task While_no_pod_says_how_busy_it_is_nothing_is_scaled_and_the_status_says_so(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op) { CallsInFlight = 500, AreSilent = true };
        await op.ApplyAsync("digits", "autoscaling: { maxReplicas: 5, targetCallsInFlight: 10 }");
        await pods.AddAnsweringAsync("digits", "one");

        var model = await op.UntilSaysAsync("digits", "Autoscaling", "LoadUnknown");
        Assert.Contains("None of the 1 ready pods answers", model.Status!.Conditions!.Single(c => c.Type == "Autoscaling").Message, StringComparison.Ordinal);
        Assert.Equal(1, (await op.FindAsync<Deployment>("digits"))!.Spec.Replicas);

        pods.AreSilent = false;
        await op.UntilSaysAsync("digits", "Autoscaling", "ScalingOnCalls");
        await op.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 5);
    }

    [Theory]
    [EachApiServer]
    public async Task A_Deployment_that_cannot_be_scaled_keeps_no_other_from_it_and_is_tried_again(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op) { CallsInFlight = 30 };
        foreach (var name in new[] { "poison", "digits" })
        {
            await op.ApplyAsync(name, "autoscaling: { maxReplicas: 5, targetCallsInFlight: 10 }");
            await op.UntilAsync<Deployment>(name, d => d.Metadata.Annotations!.GetValueOrDefault("inferenceplatform.io/scaled-for") == "autoscaling");
        }

        op.Counted.Refused = "patch Deployment poison";
        await pods.AddAnsweringAsync("poison", "one");
        await pods.AddAnsweringAsync("digits", "two");

        await op.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 3);
        Assert.Equal(1, (await op.FindAsync<Deployment>("poison"))!.Spec.Replicas);
        Assert.Contains("patch Deployment poison", op.Counted.Writes.SkipWhile(w => w != "patch Deployment digits"));
        op.Counted.Refused = null;
        await op.UntilAsync<Deployment>("poison", d => d.Spec.Replicas == 3);
    }

    [Theory]
    [EachApiServer]
    public async Task A_Deployment_that_was_scaled_to_zero_by_hand_stays_so_under_autoscaling(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await using var pods = new FakePods(op) { CallsInFlight = 30 };
        await op.ApplyAsync("digits", "autoscaling: { maxReplicas: 5, targetCallsInFlight: 10 }");
        await op.UntilAsync<Deployment>("digits", d => d.Metadata.Annotations!.GetValueOrDefault("inferenceplatform.io/scaled-for") == "autoscaling");

        await op.PatchAsync<Deployment>("digits", """{"spec": {"replicas": 0}}""");

        await op.UntilSaysAsync("digits", "Ready", "ScaledToZero");
        await pods.AddAnsweringAsync("digits", "one");
        await op.UntilSaysAsync("digits", "ModelVerified", "Loaded");
        Assert.Equal(0, (await op.FindAsync<Deployment>("digits"))!.Spec.Replicas);
    }

    private async Task<OperatorUnderTest> StartAsync(ApiServerKind kind) => OperatorUnderTest.Start(await (await servers.GetAsync(kind)).CreateNamespaceAsync());
}
