using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Hosting;
using InferencePlatform.TestCluster;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(ApiServers))]

namespace InferencePlatform.Operator.Tests.Behaviour;

/// <summary>What an operator writes. The conformance of its behaviour is in <c>InferencePlatform.Operator.ApiServerTests</c>.</summary>
public sealed class ReconcileTests(ApiServers servers)
{
    [Theory]
    [EachApiServer]
    public async Task A_model_gets_its_objects_with_one_call_each_and_a_status(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ApplyAsync("digits");

        var model = await op.UntilSaysAsync("digits", "Ready", "Starting");

        Assert.Equal(
            ["apply Deployment digits", "apply NetworkPolicy digits", "apply Service digits", "apply Service digits-headless", "apply ServiceAccount digits"],
            op.Counted.Writes.Where(w => !w.Contains("status", StringComparison.Ordinal)).Order());
        Assert.Equal(1, model.Status!.ObservedGeneration);
        Assert.Equal("inferenceplatform.io/model=digits", model.Status.Selector);
        await op.UntilAsync<InferenceModel>("digits", m => m.Status?.Endpoint?.Grpc == $"digits.{op.Namespace}.svc:50051");
        op.Log.AssertNone();
    }

    [Theory]
    [EachApiServer]
    public async Task A_model_with_everything_in_its_spec_is_written_once_and_then_left_alone(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        await using (var op = OperatorUnderTest.Start(ns))
        {
            await op.ApplyAsync("digits", """
                replicas: 2
                env: [{ name: A, value: "" }]
                resources: { requests: { cpu: "0.5", memory: 1.5Gi }, limits: { cpu: 1000m, memory: 2048Mi } }
                scheduling: { nodeSelector: { pool: x }, tolerations: [{ operator: Exists }], topologySpread: [{ topologyKey: zone }] }
                rollout: { maxSurge: 25%, minReady: 0s }
                network: { from: [{ namespaces: {} }], metricsFrom: [] }
                podLabels: { team: vision }
                serviceAnnotations: { local.inferenceplatform.io/address: 127.0.0.1 }
                """);
            await op.UntilSaysAsync("digits", "Ready", "Starting");
            await op.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 2);
            await op.UntilAsync<InferenceModel>("digits", m => m.Status?.Endpoint is not null && m.Status.Serving == "0/2");
        }

        // A second operator, to which nothing is new.
        await using var again = OperatorUnderTest.Start(ns);
        await again.ApplyAsync("marker");
        await again.UntilAsync<InferenceModel>("marker", m => m.Status?.Endpoint is not null);

        Assert.DoesNotContain(again.Counted.Writes, w => w.Contains("digits", StringComparison.Ordinal));
    }

    [Theory]
    [EachApiServer]
    public async Task A_field_that_is_asked_for_no_longer_goes_from_the_object(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ApplyAsync("digits", "env: [{ name: A, value: x }]\nscheduling: { nodeSelector: { pool: x } }");
        await op.UntilAsync<Deployment>("digits", d => d.Spec.Template!.Spec!.NodeSelector is not null);

        await op.ApplyAsync("digits");

        var deployment = await op.UntilAsync<Deployment>("digits", d => d.Spec.Template!.Spec!.NodeSelector is null);
        Assert.Null(deployment.Spec.Template!.Spec!.Containers![0].Env);
    }

    [Theory]
    [EachApiServer]
    public async Task An_object_that_the_server_refuses_is_named_and_stops_no_other_model(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        op.Counted.Refused = "apply Deployment poison";
        await op.ApplyAsync("poison");
        await op.ApplyAsync("digits");

        await op.UntilSaysAsync("digits", "Ready", "Starting");
        var poison = await op.UntilSaysAsync("poison", "Ready", "ObjectRefused");
        Assert.Equal("The API server refuses Deployment poison: Deployment \"poison\" is invalid: too odd. It is tried again and again.", poison.Status!.Conditions![0].Message);
        Assert.NotNull(await op.FindAsync<Service>("poison"));

        op.Counted.Refused = null;
        await op.UntilSaysAsync("poison", "Ready", "Starting");
    }

    /// <summary>The operator looked, and saw that the object was not there; before it makes its own somebody else makes theirs.</summary>
    [Theory]
    [EachApiServer]
    public async Task An_object_that_somebody_makes_at_the_same_moment_stays_theirs(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        KubernetesObject[] theirs =
        [
            new ServiceAccount { Metadata = Named("account") },
            new Service { Metadata = Named("service"), Spec = new ServiceSpec { Ports = [new ServicePort { Port = 80 }] } },
            new NetworkPolicy { Metadata = Named("policy"), Spec = new NetworkPolicySpec { PodSelector = new LabelSelector() } },
            new PodDisruptionBudget { Metadata = Named("budget"), Spec = new PodDisruptionBudgetSpec { MinAvailable = 1 } },
        ];
        foreach (var o in theirs)
        {
            op.Counted.Before[$"apply {ResourceType.Of(o.GetType()).Kind} {o.Metadata.Name}"] = () => CreateAsync(op, o);
            await op.ApplyAsync(o.Metadata.Name!, "replicas: 2");
        }

        foreach (var o in theirs)
        {
            var model = await op.UntilSaysAsync(o.Metadata.Name!, "Ready", "ObjectNotOurs");
            Assert.Contains($"{ResourceType.Of(o.GetType()).Kind} {o.Metadata.Name}", model.Status!.Conditions![0].Message, StringComparison.Ordinal);
            var found = await op.Client.GetAsync<JsonObject>(ResourceType.Of(o.GetType()), ObjectKey.Of(o), TestContext.Current.CancellationToken);
            Assert.Null(found["metadata"]!["ownerReferences"]);
            Assert.Null(found["metadata"]!["labels"]);
        }

        // Nor do pods come under an account or a policy that is not the model's own.
        Assert.Null(await op.FindAsync<Deployment>("account"));
        Assert.Null(await op.FindAsync<Deployment>("policy"));

        ObjectMeta Named(string name) => new() { Name = name, Namespace = op.Namespace };
    }

    [Theory]
    [EachApiServer]
    public async Task An_object_that_somebody_puts_in_the_place_of_the_models_own_stays_theirs(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ApplyAsync("digits");
        await op.UntilSaysAsync("digits", "Ready", "Starting");
        op.Counted.Before["apply Service digits"] = async () =>
        {
            await op.Client.DeleteAsync<Service>(op.Key("digits"), new DeleteOptions(), TestContext.Current.CancellationToken);
            await CreateAsync(op, new Service { Metadata = new ObjectMeta { Name = "digits", Namespace = op.Namespace }, Spec = new ServiceSpec { Ports = [new ServicePort { Port = 80 }] } });
        };

        await op.ApplyAsync("digits", "serving: { ports: { grpc: 50052 } }");

        await op.UntilSaysAsync("digits", "Ready", "ObjectNotOurs");
        Assert.Null((await op.FindAsync<Service>("digits"))!.Metadata.OwnerReferences);
    }

    [Theory]
    [EachApiServer]
    public async Task An_upgrade_of_the_operator_changes_no_pod_until_the_spec_does(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        string hash;
        await using (var op = OperatorUnderTest.Start(ns))
        {
            await op.ApplyAsync("digits");
            await op.UntilAsync<InferenceModel>("digits", m => m.Status?.Endpoint is not null);
            hash = (await op.FindAsync<Deployment>("digits"))!.Metadata.Annotations!["inferenceplatform.io/template-hash"];
        }

        var upgraded = OperatorUnderTest.Options with { Policy = OperatorUnderTest.Options.Policy with { ServerImage = "registry.example/inference-server:2.0" } };
        await using var next = OperatorUnderTest.Start(ns, upgraded);
        await next.PatchAsync<InferenceModel>("digits", """{"spec": {"replicas": 2}}""");
        var scaled = await next.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 2);
        Assert.Equal(hash, scaled.Metadata.Annotations!["inferenceplatform.io/template-hash"]);
        Assert.EndsWith(":1.0", scaled.Spec.Template!.Spec!.Containers![0].Image, StringComparison.Ordinal);

        await next.PatchAsync<InferenceModel>("digits", """{"spec": {"env": [{"name": "A", "value": "x"}]}}""");
        await next.UntilAsync<Deployment>("digits", d => d.Spec.Template!.Spec!.Containers![0].Image!.EndsWith(":2.0", StringComparison.Ordinal));
    }

    [Theory]
    [EachApiServer]
    public async Task A_dry_run_prints_what_would_be_made_and_makes_nothing(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.InferenceModels.CreateAsync("""
            {"apiVersion": "inferenceplatform.io/v1alpha1", "kind": "InferenceModel", "metadata": {"name": "digits"},
             "spec": {"replicas": 2, "model": {"uri": "configmap://digits/digits.onnx"}}}
            """)).Succeeded();
        await using var kubernetes = new KubernetesClient(KubeConfig.Load(ns.Server.KubeconfigPath));
        var client = new CountingClient(kubernetes);

        using var output = new StringWriter();
        await DryRun.RunAsync(OperatorUnderTest.Options with { WatchNamespaces = [ns.Name] }, client, output, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

        Assert.Contains($"# {ns.Name}/digits: make Deployment digits: it does not exist", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("kind: PodDisruptionBudget", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("scale Deployment digits to 2 replicas", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(client.Writes);
    }

    private static Task<object> CreateAsync(OperatorUnderTest op, KubernetesObject o) => op.Client.CreateAsync<object>(
        ResourceType.Of(o.GetType()), op.Namespace, o, WriteOptions.Plain, TestContext.Current.CancellationToken);

    private async Task<OperatorUnderTest> StartAsync(ApiServerKind kind) => OperatorUnderTest.Start(await NamespaceAsync(kind));

    private async Task<TestNamespace> NamespaceAsync(ApiServerKind kind) => await (await servers.GetAsync(kind)).CreateNamespaceAsync();
}
