using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Planning;

public sealed class SpecCheckTests
{
    [Theory]
    [InlineData("image: evil.example/server:1", "ImageNotAllowed")]
    [InlineData("image: registry.example/other:1", "ImageNotAllowed")]
    [InlineData("image: registry.example/inference-server:1.0", null)]
    [InlineData("image: registry.example/team/server:2", null)]
    [InlineData("image: registry.example/exact:3", null)]
    [InlineData("image: registry.example/exact:31", "ImageNotAllowed")]
    [InlineData("model: { uri: file:///etc/passwd }", "FileUriNotAllowed")]
    [InlineData("model: { uri: oci://registry.example/m:1 }", "OciVolumeUnsupported")]
    [InlineData("model: { uri: ftp://host/m }", "SpecInvalid")]
    [InlineData("rollout: { minReady: soon }", "SpecInvalid")]
    [InlineData("serving: { maxMessageSize: huge }", "SpecInvalid")]
    [InlineData("podLabels: { app.kubernetes.io/name: x }", "SpecInvalid")]
    [InlineData("podLabels: { inferenceplatform.io/model: other }", "SpecInvalid")]
    [InlineData("podAnnotations: { container.apparmor.security.beta.kubernetes.io/server: unconfined }", "SpecInvalid")]
    [InlineData("podAnnotations: { sidecar.istio.io/inject: 'false' }", null)]
    [InlineData("podAnnotations: { prometheus.io/scrape: 'true', example.com/team: vision, istio: x }", null)]
    [InlineData("podAnnotations: { sidecar.istio.io/proxyImage: evil }", "SpecInvalid")]
    [InlineData("podAnnotations: { vault.hashicorp.com/agent-image: evil }", "SpecInvalid")]
    [InlineData("podAnnotations: { k8s.v1.cni.cncf.io/networks: storage }", "SpecInvalid")]
    [InlineData("podAnnotations: { iam.amazonaws.com/role: admin }", "SpecInvalid")]
    [InlineData("podAnnotations: { io.kubernetes.cri-o.Devices: /dev/sda }", "SpecInvalid")]
    [InlineData("podAnnotations: { io.katacontainers.config.hypervisor.path: /bin/sh }", "SpecInvalid")]
    [InlineData("podLabels: { linkerd.io/inject: enabled }", null)]
    [InlineData("podLabels: { config.linkerd.io/proxy-image: evil }", "SpecInvalid")]
    [InlineData("scheduling: { priorityClassName: system-node-critical }", "SpecInvalid")]
    [InlineData("scheduling: { priorityClassName: important }", null)]
    [InlineData("resources: { requests: { cpu: 2 }, limits: { cpu: 1999m } }", "SpecInvalid")]
    [InlineData("resources: { requests: { memory: 1Gi }, limits: { memory: 1.0G } }", "SpecInvalid")]
    [InlineData("resources: { requests: { memory: 1Gi, cpu: 8 }, limits: { memory: 1024Mi } }", null)]
    [InlineData("serviceLabels: { kubernetes.io/metadata.name: x }", "SpecInvalid")]
    [InlineData("serviceAnnotations: { inferenceplatform.io/applied: x }", "SpecInvalid")]
    [InlineData("serviceAnnotations: { local.inferenceplatform.io/address: 127.0.0.1, service.kubernetes.io/topology-mode: Auto }", null)]
    [InlineData("env: [{ name: INFERENCE_MODEL_PATH, value: /etc/passwd }]", "SpecInvalid")]
    [InlineData("env: [{ name: LD_PRELOAD, value: x }]", "SpecInvalid")]
    [InlineData("env: [{ name: DOTNET_STARTUP_HOOKS, value: x }]", "SpecInvalid")]
    [InlineData("env: [{ name: PATH, value: x }]", "SpecInvalid")]
    [InlineData("env: [{ name: OMP_NUM_THREADS, value: '1' }]", null)]
    [InlineData("rollout: { progressDeadline: 90s, minReady: 1m }", null)]
    [InlineData("rollout: { progressDeadline: 60s, minReady: 1m }", "SpecInvalid")]
    [InlineData("rollout: { minReady: 10m }", "SpecInvalid")]
    [InlineData("autoscaling: { minReplicas: 3, maxReplicas: 2, targetCallsInFlight: 1 }", "SpecInvalid")]
    [InlineData("serving: { maxMessageSize: 512Mi }", "SpecInvalid")]
    [InlineData("serving: { maxMessageSize: 512Mi, maxBytesInFlight: 1Gi }", null)]
    public void What_cannot_be_had_is_named(string spec, string? reason)
    {
        var snapshot = Samples.Snapshot(Samples.Model(spec)) with
        {
            Policy = Samples.Policy with { AllowedImages = ["registry.example/team/*", "registry.example/exact:3"] },
            Capabilities = ClusterCapabilities.Everything with { ImageVolumes = false },
        };

        Assert.Equal(reason, SpecCheck.Find(snapshot)?.Reason);
    }

    [Theory]
    [InlineData("model: { uri: oci://registry.example/m:1 }", "Deployment digits", "OciVolumeUnsupported")]
    [InlineData("model: { uri: oci://registry.example/m:1 }", "Service digits", "ObjectRefused")]
    [InlineData("", "Deployment digits", "ObjectRefused")]
    public void What_the_API_server_refuses_is_explained(string spec, string refused, string reason) =>
        Assert.Equal(reason, SpecCheck.Explain(new Refusal(refused, "must specify a volume type"), Samples.Model(spec).Spec)!.Reason);

    [Theory]
    [InlineData("autoscaling: { minReplicas: 3, maxReplicas: 2, targetCallsInFlight: 1 }")]
    [InlineData("rollout: { minReady: soon }")]
    [InlineData("serving: { drainDelay: soon }")]
    [InlineData("resources: { limits: { cpu: much } }")]
    [InlineData("model: { uri: pvc://claim/../../etc/ }")]
    [InlineData("model: { uri: ftp://host/m }")]
    public void What_a_former_CRD_let_through_is_told_in_the_status(string spec) =>
        Assert.Equal("SpecInvalid", Decision.Make(Samples.Snapshot(Samples.Model(spec)), null).Status.Conditions![0].Reason);

    [Fact]
    public void Nothing_is_made_of_a_spec_that_cannot_be_had_and_what_runs_is_left()
    {
        var before = Samples.Model();
        var decision = Decision.Make(Samples.Snapshot(Samples.Model("image: evil.example/server:1", 2), Samples.Applied(before)), null);

        Assert.Empty(decision.Plan.Steps);
        Assert.Equal(("False", "ImageNotAllowed"), (decision.Status.Conditions![0].Status, decision.Status.Conditions![0].Reason));
    }
}
