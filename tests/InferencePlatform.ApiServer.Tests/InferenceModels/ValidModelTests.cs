using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.InferenceModels;

/// <summary>Specs that the resource takes, and takes as they are.</summary>
public sealed class ValidModelTests(ApiServers servers) : ApiServerCase(servers)
{
    public static TheoryData<string> Specs { get; } =
    [
        "{}",
        """{"model":{"uri":"pvc://claim/models/digits.onnx"}}""",
        """{"model":{"uri":"pvc://claim/models/digits/"}}""",
        """{"model":{"uri":"oci://registry.example.com/models/digits:3"}}""",
        """{"model":{"uri":"oci://registry.example.com/models/digits@sha256:0123#sub/model.onnx"}}""",
        """{"model":{"uri":"s3://bucket/digits/model.onnx","credentialsSecretRef":{"name":"keys"}}}""",
        """{"model":{"uri":"s3://bucket/digits/","s3":{"anonymous":true,"endpoint":"http://minio.storage:9000","region":"eu-central-1","pathStyle":true}}}""",
        """{"model":{"uri":"https://models.example.com/digits.onnx?v=3","credentialsSecretRef":{"name":"token"},"download":{"maxSize":"2Gi","timeout":"30m","stallTimeout":"30s","attempts":5}}}""",
        """{"model":{"uri":"http://models.example.com/digits.onnx"}}""",
        """{"model":{"uri":"file:///models/digits/model.onnx"}}""",
        """{"model":{"name":"example_model","version":12,"sha256":"0123456789abcdefABCDEF0123456789abcdefABCDEF01234567890123456789"}}""",
        """{"replicas":0}""",
        """{"replicas":1000}""",
        """{"autoscaling":{"maxReplicas":1,"targetCallsInFlight":8}}""",
        """{"autoscaling":{"minReplicas":2,"maxReplicas":8,"targetCallsInFlight":8,"scaleUp":{"stabilization":"0s"},"scaleDown":{"stabilization":"1h"}}}""",
        """{"autoscaling":{"maxReplicas":4,"cpu":{"averageUtilization":80}},"resources":{"requests":{"cpu":"500m"}}}""",
        """{"autoscaling":{"maxReplicas":4,"cpu":{"averageUtilization":80}},"resources":{"limits":{"cpu":2}}}""",
        """{"rollout":{"maxSurge":0,"maxUnavailable":1,"progressDeadline":"10m","minReady":"5s","followOperator":true}}""",
        """{"rollout":{"maxSurge":"25%","maxUnavailable":"0%"}}""",
        """{"resources":{"requests":{"cpu":1,"memory":"1.5Gi"},"limits":{"cpu":"2","memory":"2Gi","nvidia.com/gpu":1}}}""",
        """{"serving":{"ports":{"grpc":9000,"http":9001},"maxMessageSize":"1Gi","maxBytesInFlight":"2Gi","maxCallsInFlight":16,"maxQueueLength":32,"requestTimeout":"500ms","threads":2}}""",
        """{"serving":{"computeThreads":2,"drainDelay":"0s","logLevel":"Debug","logFormat":"json","logRequests":true,"maxConnectionAge":"30m","maxConnectionAgeGrace":"5m","maxConnections":64,"otlpEndpoint":"http://collector.monitoring:4317"}}""",
        """{"serving":{"warmup":{"samples":{"name":"samples","key":"warmup.json"},"timeout":"1m"}}}""",
        """{"scheduling":{"nodeSelector":{"disk":"ssd"},"tolerations":[{"key":"gpu","operator":"Exists","effect":"NoSchedule"},{"operator":"Exists"}],"priorityClassName":"high","runtimeClassName":"gvisor"}}""",
        """{"scheduling":{"topologySpread":[{"topologyKey":"topology.kubernetes.io/zone","maxSkew":1,"whenUnsatisfiable":"DoNotSchedule"}]}}""",
        """{"scheduling":{"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["x"]}]}}]}}}}""",
        """{"disruption":{"minAvailable":"50%"}}""",
        """{"disruption":{"minAvailable":1}}""",
        """{"network":{"from":[]}}""",
        """{"network":{"from":[{"namespaces":{}},{"pods":{"matchLabels":{"app":"web"}}},{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}],"metricsFrom":[{"namespaces":{"matchLabels":{"name":"monitoring"}}}]}}""",
        """{"image":"registry.example.com/inference-server:1.2.3","imagePullSecrets":[{"name":"registry"}],"env":[{"name":"TZ","value":"UTC"},{"name":"EMPTY","value":""}]}""",
        """{"podLabels":{"team":"vision","example.com/tier":"gold"},"podAnnotations":{"example.com/note":"hello"},"serviceLabels":{"team":"vision"}}""",
        """{"serviceAnnotations":{"service.kubernetes.io/topology-mode":"Auto","local.inferenceplatform.io/address":"127.0.0.1"}}""",
        """{"paused":true}""",
    ];

    [Theory, EachApiServer]
    public async Task Every_one_is_taken_and_nothing_is_changed_but_for_one_replica(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var spec in Specs.Select(row => row.Data))
        {
            var sent = Json.Of(Model.With("digits", spec));

            var kept = (await ns.InferenceModels.CreateAsync(sent.ToJsonString(), "fieldValidation=Strict&dryRun=All")).Succeeded()["spec"]!;

            var expected = sent["spec"]!.AsObject();
            expected.TryAdd("replicas", JsonValue.Create(1));
            Assert.True(JsonNode.DeepEquals(expected, kept), $"sent {expected.ToJsonString()}, kept {kept.ToJsonString()}");
        }
    }

    [Theory, EachApiServer]
    public async Task It_can_be_scaled(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.InferenceModels.CreateAsync(Model.With("digits"))).Succeeded();

        await ns.Kubectl.RunAsync("scale", "imodel", "digits", "--replicas=3");

        Assert.Equal("3", (await ns.InferenceModels.GetAsync("digits")).Succeeded().Text("spec.replicas"));
    }

    [Theory, EachApiServer]
    public async Task The_name_that_clients_call_it_by_stays(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.InferenceModels.CreateAsync(Model.With("named", """{"model":{"name":"example_model"}}"""))).Succeeded();
        (await ns.InferenceModels.CreateAsync(Model.With("unnamed"))).Succeeded();

        (await ns.InferenceModels.PatchAsync("named", PatchType.Merge, """{"spec":{"replicas":2}}""")).Succeeded();
        foreach (var (name, model) in new[] { ("named", """{"name":"other"}"""), ("named", """{"name":null}"""), ("unnamed", """{"name":"other"}""") })
        {
            var status = (await ns.InferenceModels.PatchAsync(name, PatchType.Merge, $$$"""{"spec":{"model":{{{model}}}}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
            Assert.Equal("spec.model.name", status.Text("details.causes[0].field"));
            Assert.Contains("name is immutable", status.Text("message"), StringComparison.Ordinal);
        }
    }
}
