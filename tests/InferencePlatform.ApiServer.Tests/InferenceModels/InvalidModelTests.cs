namespace InferencePlatform.ApiServer.Tests.InferenceModels;

/// <summary>Specs that are refused when they are applied, before anything runs.</summary>
public sealed class InvalidModelTests(ApiServers servers) : ApiServerCase(servers)
{
    /// <summary>A spec, the field that is at fault, and part of what is said.</summary>
    public static TheoryData<string, string, string> Specs { get; } = new()
    {
        { """{"model":{"uri":""}}""", "spec.model.uri", "at least 1 chars long" },
        { """{"model":{"uri":"ftp://host/model.onnx"}}""", "spec.model.uri", "uri must begin with configmap://, pvc://" },
        { """{"model":{"uri":"configmap://digits"}}""", "spec.model.uri", "such a uri is configmap://NAME/KEY" },
        { """{"model":{"uri":"configmap://digits/../other"}}""", "spec.model.uri", "such a uri is configmap://NAME/KEY" },
        { """{"model":{"uri":"pvc://claim"}}""", "spec.model.uri", "such a uri is pvc://CLAIM/PATH" },
        { """{"model":{"uri":"pvc://claim/../secret/model.onnx"}}""", "spec.model.uri", "such a uri is pvc://CLAIM/PATH" },
        { """{"model":{"uri":"oci://"}}""", "spec.model.uri", "such a uri is oci://IMAGE#PATH" },
        { """{"model":{"uri":"oci://image#../model.onnx"}}""", "spec.model.uri", "such a uri is oci://IMAGE#PATH" },
        { """{"model":{"uri":"s3://bucket","s3":{"anonymous":true}}}""", "spec.model.uri", "such a uri is s3://BUCKET/KEY" },
        { """{"model":{"uri":"https://user:secret@host/model.onnx"}}""", "spec.model.uri", "such a uri is https://HOST/PATH" },
        { """{"model":{"uri":"https://host/folder/"}}""", "spec.model.uri", "such a uri is https://HOST/PATH" },
        { """{"model":{"uri":"file://host/model.onnx"}}""", "spec.model.uri", "such a uri is file:///PATH" },
        { """{"model":{"sha256":"abc"}}""", "spec.model.sha256", "at least 64 chars long" },
        { """{"model":{"sha256":"zz23456789abcdefABCDEF0123456789abcdefABCDEF01234567890123456789"}}""", "spec.model.sha256", "sha256 must be 64 hex digits" },
        { """{"model":{"version":0}}""", "spec.model.version", "greater than or equal to 1" },
        { """{"model":{"name":"a/b"}}""", "spec.model.name", "should match" },
        { """{"model":{"s3":{"anonymous":true}}}""", "spec.model.s3", "s3 is only for s3:// URIs" },
        { """{"model":{"uri":"s3://bucket/key"}}""", "spec.model.credentialsSecretRef", "either credentialsSecretRef or s3.anonymous" },
        { """{"model":{"uri":"s3://bucket/key","credentialsSecretRef":{"name":"k"},"s3":{"anonymous":true}}}""", "spec.model.credentialsSecretRef", "either credentialsSecretRef or s3.anonymous" },
        { """{"model":{"credentialsSecretRef":{"name":"k"}}}""", "spec.model.credentialsSecretRef", "only for s3://, https:// and http://" },
        { """{"model":{"download":{"attempts":2}}}""", "spec.model.download", "only for models that are fetched" },
        { """{"model":{"uri":"https://h/m.onnx","download":{"timeout":"0s"}}}""", "spec.model.download.timeout", "it must be more than 0" },
        { """{"model":{"uri":"https://h/m.onnx","download":{"timeout":"25h"}}}""", "spec.model.download.timeout", "should match" },
        { """{"replicas":-1}""", "spec.replicas", "greater than or equal to 0" },
        { """{"replicas":1001}""", "spec.replicas", "less than or equal to 1000" },
        { """{"autoscaling":{"targetCallsInFlight":1}}""", "spec.autoscaling.maxReplicas", "Required value" },
        { """{"autoscaling":{"minReplicas":3,"maxReplicas":2,"targetCallsInFlight":1}}""", "spec.autoscaling.minReplicas", "minReplicas must not be more than maxReplicas" },
        { """{"autoscaling":{"maxReplicas":2}}""", "spec.autoscaling", "exactly one of targetCallsInFlight and cpu" },
        { """{"autoscaling":{"maxReplicas":2,"cpu":{"averageUtilization":80}}}""", "spec.autoscaling", "scaling on CPU needs resources.requests.cpu" },
        { """{"rollout":{"maxSurge":0}}""", "spec.rollout.maxSurge", "must not both be 0" },
        { """{"rollout":{"maxSurge":"0%","maxUnavailable":0}}""", "spec.rollout.maxSurge", "must not both be 0" },
        { """{"rollout":{"maxSurge":"101%"}}""", "spec.rollout.maxSurge", "should match" },
        { """{"rollout":{"minReady":"500ms"}}""", "spec.rollout.minReady", "should match" },
        { """{"serving":{"ports":{"grpc":8080}}}""", "spec.serving.ports", "must differ from each other" },
        { """{"serving":{"ports":{"http":9090}}}""", "spec.serving.ports", "must differ from each other" },
        { """{"serving":{"ports":{"grpc":80}}}""", "spec.serving.ports.grpc", "greater than or equal to 1024" },
        { """{"serving":{"maxMessageSize":"2Gi"}}""", "spec.serving.maxMessageSize", "should match" },
        { """{"serving":{"requestTimeout":"0ms"}}""", "spec.serving.requestTimeout", "it must be more than 0" },
        { """{"serving":{"logLevel":"loud"}}""", "spec.serving.logLevel", "supported values" },
        { """{"resources":{"requests":{"cpu":"much"}}}""", "spec.resources.requests.cpu", "should match" },
        { """{"resources":{"requests":{"cpu":"1500m"},"limits":{"cpu":1}}}""", "spec.resources.requests", "no request may be more than the limit" },
        { """{"resources":{"requests":{"memory":"1Gi"},"limits":{"memory":"1G"}}}""", "spec.resources.requests", "no request may be more than the limit" },
        { """{"scheduling":{"priorityClassName":"system-node-critical"}}""", "spec.scheduling.priorityClassName", "for the cluster's own parts" },
        { """{"scheduling":{"tolerations":[{"operator":"Exists","value":"x"}]}}""", "spec.scheduling.tolerations[0]", "Exists has no value" },
        { """{"scheduling":{"tolerations":[{"effect":"NoSchedule"}]}}""", "spec.scheduling.tolerations[0]", "without a key the operator must be Exists" },
        { """{"disruption":{"minAvailable":0}}""", "spec.disruption.minAvailable", "greater than or equal to 1" },
        { """{"network":{"from":[{}]}}""", "spec.network.from[0]", "give either ipBlock, or namespaces or pods" },
        { """{"network":{"from":[{"pods":{"matchExpressions":[{"key":"a","operator":"In"}]}}]}}""", "spec.network.from[0].pods.matchExpressions[0]", "In and NotIn need values" },
        { """{"env":[{"name":"INFERENCE_HOST","value":"x"}]}""", "spec.env[0].name", "are reserved" },
        { """{"env":[{"name":"LD_PRELOAD","value":"x"}]}""", "spec.env[0].name", "are reserved" },
        { """{"env":[{"name":"A","value":"1"},{"name":"A","value":"2"}]}""", "spec.env[1]", "Duplicate value" },
        { """{"env":[{"name":"OPENSSL_CONF","value":"x"}]}""", "spec.env[0].name", "are reserved" },
        { """{"scheduling":{"priorityClassName":"system-node-critical"}}""", "spec.scheduling.priorityClassName", "are for the cluster's own parts" },
        { """{"podAnnotations":{"iam.amazonaws.com/role":"admin"}}""", "spec.podAnnotations", "are reserved" },
        { """{"podAnnotations":{"sidecar.istio.io/userVolume":"x"}}""", "spec.podAnnotations", "are reserved" },
        { """{"model":{"uri":"s3://b/k","credentialsSecretRef":{"name":"../x"}}}""", "spec.model.credentialsSecretRef.name", "should match" },
        { """{"imagePullSecrets":[{"name":"bank/registry"}]}""", "spec.imagePullSecrets[0].name", "should match" },
        { """{"serving":{"tls":{}}}""", "spec.serving.tls.secretName", "Required value" },
        { """{"serving":{"tls":{"secretName":"bank/tls"}}}""", "spec.serving.tls.secretName", "should match" },
        { """{"serving":{"tls":{"secretName":"t","clientCASecretName":"../ca"}}}""", "spec.serving.tls.clientCASecretName", "should match" },
        { """{"serving":{"warmup":{"samples":{"name":"s","key":"../k"}}}}""", "spec.serving.warmup.samples.key", "should match" },
        { """{"podLabels":{"app.kubernetes.io/name":"x"}}""", "spec.podLabels", "are reserved" },
        { """{"podAnnotations":{"inferenceplatform.io/model":"x"}}""", "spec.podAnnotations", "are reserved" },
        { """{"podAnnotations":{"sidecar.istio.io/proxyImage":"evil"}}""", "spec.podAnnotations", "sidecar.istio.io/inject and linkerd.io/inject are allowed" },
        { """{"podAnnotations":{"k8s.v1.cni.cncf.io/networks":"storage"}}""", "spec.podAnnotations", "are reserved" },
        { """{"podLabels":{"io.kubernetes.cri-o.x":"x"}}""", "spec.podLabels", "are reserved" },
        { """{"serviceAnnotations":{"cloud.kubernetes.io/x":"x"}}""", "spec.serviceAnnotations", "are reserved" },
    };

    [Theory, EachApiServer]
    public async Task Every_one_is_refused_with_the_field_and_what_to_do(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var wrong = new List<string>();
        foreach (var (spec, field, said) in Specs.Select(row => row.Data))
        {
            var answer = await ns.InferenceModels.CreateAsync(Model.With("digits", spec), "fieldValidation=Strict&dryRun=All");

            if (answer.Code != HttpStatusCode.UnprocessableEntity
                || answer.Json.At("details.causes")?.AsArray().Any(cause => cause.Text("field") == field && cause.Text("message")!.Contains(said, StringComparison.Ordinal)) != true)
            {
                wrong.Add($"{spec}: {field} should be told «{said}», but: {(int)answer.Code} {answer.Json.Text("message") ?? answer.Body}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, EachApiServer]
    public async Task A_name_that_no_Service_can_have_is_refused(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var name in new[] { "1digits", "digits.v1", new string('d', 55) })
        {
            var status = (await ns.InferenceModels.CreateAsync(Model.With(name))).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
            Assert.Contains("the name must be 1 to 54 lower-case letters", status.Text("message"), StringComparison.Ordinal);
        }
    }

    [Theory, EachApiServer]
    public async Task A_field_that_there_is_not_is_refused_by_kubectl(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var (code, _, errors) = await ns.Kubectl.TryAsync(Model.With("digits", """{"modle":{}}"""), "apply", "-f", "-");

        Assert.Equal(1, code);
        Assert.Contains("unknown field \"spec.modle\"", errors, StringComparison.Ordinal);
    }
}
