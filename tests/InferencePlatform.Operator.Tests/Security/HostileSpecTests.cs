using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Tests.Infrastructure;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Security;

/// <summary>
/// A tenant who may write InferenceModels of one namespace, and no more, tries to get more through their fields. The
/// schema is passed over here, as a model from before one of its rules would: what is rendered must be safe by itself.
/// </summary>
public sealed class HostileSpecTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests/InferencePlatform.Operator.Tests/Rendering/Cases");

    private static readonly string[] Texts =
    [
        "../../etc", "/etc/passwd", "..", "kube-system/admin-token", "$(AWS_SECRET_ACCESS_KEY)", "x --allow-repository-changes",
        "x\n--log-level=Trace", "--repository=/", "'; rm -rf /; '", "{{ .Values }}", "default", "inference-operator", "\u0000", "x,y=z", "*",
        "configmap://x/../../etc/passwd", "pvc://claim/../../etc/", "pvc://claim/a/../../b/model.onnx", "pvc://claim//etc/model.onnx", "oci://image#../../etc/passwd",
    ];

    public static TheoryData<string> Inputs => [.. Directory.GetDirectories(Cases).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void No_text_in_any_field_of_a_spec_gives_its_author_more(string name)
    {
        var input = KubernetesYaml.Read(File.ReadAllText(Path.Combine(Cases, name, "input.yaml")))[0];
        input["spec"]!.AsObject().Remove("image");
        input["spec"]!.AsObject().Remove("paused");
        var paths = TextsOf(input["spec"]!).Select(v => v.GetPath()).ToList();
        Assert.NotEmpty(paths);
        foreach (var (path, text) in paths.SelectMany(p => Texts.Select(t => (p, t))))
        {
            var changed = input.DeepClone().AsObject();
            TextsOf(changed["spec"]!).Single(v => v.GetPath() == path).ReplaceWith(JsonValue.Create(text));
            Assert.True(HolesOf(changed) is [], $"{path} = {text}: {string.Join(", ", HolesOf(changed))}");
        }
    }

    [Theory]
    [InlineData("""{"image":"evil.example/miner:1"}""")]
    [InlineData("""{"model":{"uri":"file:///etc/shadow"}}""")]
    [InlineData("""{"model":{"uri":"file:///var/run/secrets/kubernetes.io/serviceaccount/token"}}""")]
    [InlineData("""{"model":{"uri":"hostpath:///etc"}}""")]
    [InlineData("""{"podLabels":{"inferenceplatform.io/model":"others"}}""")]
    [InlineData("""{"podLabels":{"app.kubernetes.io/managed-by":"somebody"}}""")]
    [InlineData("""{"podAnnotations":{"container.apparmor.security.beta.kubernetes.io/server":"unconfined"}}""")]
    [InlineData("""{"podAnnotations":{"iam.amazonaws.com/role":"admin"}}""")]
    [InlineData("""{"podAnnotations":{"vault.hashicorp.com/agent-inject-secret-x":"secret/others"}}""")]
    [InlineData("""{"podAnnotations":{"k8s.v1.cni.cncf.io/networks":"kube-system/host"}}""")]
    [InlineData("""{"podAnnotations":{"sidecar.istio.io/userVolume":"{\"x\":{\"hostPath\":{\"path\":\"/\"}}}"}}""")]
    [InlineData("""{"serviceAnnotations":{"external-dns.alpha.kubernetes.io/hostname":"bank.example"}}""")]
    [InlineData("""{"env":[{"name":"LD_PRELOAD","value":"/models/evil.so"}]}""")]
    [InlineData("""{"env":[{"name":"DOTNET_STARTUP_HOOKS","value":"/models/evil.dll"}]}""")]
    [InlineData("""{"env":[{"name":"OPENSSL_CONF","value":"/models/engine.cnf"}]}""")]
    [InlineData("""{"env":[{"name":"SSL_CERT_FILE","value":"/models/ca.pem"}]}""")]
    [InlineData("""{"env":[{"name":"GCONV_PATH","value":"/models"}]}""")]
    [InlineData("""{"env":[{"name":"INFERENCE_MODEL_PATH","value":"/tls/tls.key"}]}""")]
    [InlineData("""{"scheduling":{"priorityClassName":"system-node-critical"}}""")]
    public void What_reaches_for_more_is_refused_and_nothing_is_made_of_it(string spec)
    {
        var model = Samples.Model(spec);

        Assert.NotNull(SpecCheck.Find(Samples.Snapshot(model)));
        Assert.Empty(Decision.Make(Samples.Snapshot(model), null).Plan.Steps);
    }

    [Theory]
    [InlineData("hostNetwork", "true")]
    [InlineData("hostPID", "true")]
    [InlineData("serviceAccountName", "\"inference-operator\"")]
    [InlineData("automountServiceAccountToken", "true")]
    [InlineData("securityContext", """{"privileged":true}""")]
    [InlineData("volumes", """[{"name":"x","hostPath":{"path":"/"}}]""")]
    [InlineData("volumeMounts", """[{"name":"x","mountPath":"/x"}]""")]
    [InlineData("initContainers", """[{"name":"x","image":"x"}]""")]
    [InlineData("command", """["sh"]""")]
    [InlineData("args", """["--repository=/"]""")]
    [InlineData("envFrom", """[{"secretRef":{"name":"x"}}]""")]
    public void A_field_of_pods_that_the_spec_has_not_is_carried_nowhere(string field, string value)
    {
        var plain = Samples.Applied(Samples.Model()).Select(Text);
        var spec = new JsonObject { ["model"] = new JsonObject { ["uri"] = "configmap://digits-model/digits.onnx" }, [field] = JsonNode.Parse(value) };

        Assert.Equal(plain, Samples.Applied(Samples.Model() with { Spec = spec.Deserialize<InferenceModelSpec>(KubernetesJson.Options)! }).Select(Text));
    }

    [Theory]
    [InlineData("""{"model":{"uri":"s3://b/k","credentialsSecretRef":{"name":"others","namespace":"bank"}}}""")]
    [InlineData("""{"imagePullSecrets":[{"name":"others","namespace":"bank"}]}""")]
    [InlineData("""{"serving":{"tls":{"secretName":"others","namespace":"bank"}}}""")]
    [InlineData("""{"serving":{"warmup":{"samples":{"name":"others","key":"k","namespace":"bank"}}}}""")]
    [InlineData("""{"env":[{"name":"X","value":"","valueFrom":{"secretKeyRef":{"name":"others","key":"k"}}}]}""")]
    public void What_a_spec_names_is_of_its_own_namespace(string spec) =>
        Assert.DoesNotContain(Samples.Applied(Samples.Model(spec)), o => Text(o).Contains("bank", StringComparison.Ordinal) || Text(o).Contains("secretKeyRef", StringComparison.Ordinal));

    private static IReadOnlyList<string> HolesOf(JsonObject manifest)
    {
        InferenceModel model;
        try
        {
            model = manifest.Deserialize<InferenceModel>(KubernetesJson.Options)!;
        }
        catch (JsonException)
        {
            // It is no InferenceModel at all, and never comes as far.
            return [];
        }

        var steps = Decision.Make(Samples.Snapshot(model), null).Plan.Steps;
        return [.. RenderedPods.FindHoles([.. steps.OfType<Step.Apply>().Select(s => s.Object)])];
    }

    private static IEnumerable<JsonValue> TextsOf(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(m => m.Value is null ? [] : TextsOf(m.Value)),
        JsonArray items => items.SelectMany(i => i is null ? [] : TextsOf(i)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value],
        _ => [],
    };

    private static string Text(KubernetesObject o) => JsonSerializer.Serialize(o, o.GetType(), KubernetesJson.Options);
}
