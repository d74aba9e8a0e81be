using InferencePlatform.TestCluster.Embedded;

namespace InferencePlatform.Local.Tests.Kubectl;

/// <summary>Stock kubectl and the embedded server alone: commands that the cases on both servers do not have.</summary>
public sealed class KubectlJourneyTests : IAsyncLifetime
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 2
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers: [{ name: server, image: "web:red", ports: [{ containerPort: 80 }] }]
        """;

    private EmbeddedServer _server = null!;
    private TestCluster.Client.Kubectl _kubectl = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync();
        _kubectl = new TestCluster.Client.Kubectl(_server.KubeconfigPath, "default");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Create_makes_the_usual_small_objects_though_it_sends_protobuf()
    {
        Assert.Equal("namespace/vision created\n", await _kubectl.RunAsync("create", "namespace", "vision"));
        await _kubectl.RunAsync("create", "configmap", "colors", "--from-literal=a=red");
        await _kubectl.RunAsync("create", "secret", "generic", "keys", "--from-literal=k=v");
        await _kubectl.RunAsync("create", "serviceaccount", "bob");
        await _kubectl.RunAsync("create", "deployment", "web", "--image=web:red", "--replicas=2", "--port=80");

        Assert.Equal("red", await _kubectl.RunAsync("get", "configmap", "colors", "-o", "jsonpath={.data.a}"));
        Assert.Equal("dg==", await _kubectl.RunAsync("get", "secret", "keys", "-o", "jsonpath={.data.k}"));
        Assert.Equal("2 web:red 80", await _kubectl.RunAsync("get", "deployment", "web", "-o", "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].ports[0].containerPort}"));
        var (code, _, errors) = await _kubectl.TryAsync("", "create", "service", "clusterip", "s", "--tcp=80:80");
        Assert.NotEqual(0, code);
        Assert.Contains("This server reads no Service in protobuf", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_edit_scale_and_restart_change_a_Deployment()
    {
        await _kubectl.FeedAsync(Manifest, "apply", "-f", "-");
        var (differs, diff, _) = await _kubectl.TryAsync(Manifest.Replace("web:red", "web:green", StringComparison.Ordinal), "diff", "-f", "-");

        Assert.Equal(1, differs);
        Assert.Contains("+      - image: web:green", diff, StringComparison.Ordinal);
        Assert.Equal("deployment.apps/web edited\n", await _kubectl.RunAsync("edit", "deployment", "web"));
        Assert.Equal("web:blue", await _kubectl.RunAsync("get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));
        await _kubectl.RunAsync("scale", "deployment", "web", "--replicas=3");
        await _kubectl.RunAsync("rollout", "restart", "deployment", "web");
        await _kubectl.RunAsync("wait", "--for=jsonpath={.spec.replicas}=3", "deployment/web", "--timeout=10s");
        Assert.Contains("kubectl.kubernetes.io/restartedAt", await _kubectl.RunAsync("describe", "deployment", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_says_types_of_built_in_kinds_and_descriptions_of_ours()
    {
        Assert.Contains("FIELD: containers <[]Container>", await _kubectl.RunAsync("explain", "deployment.spec.template.spec.containers"), StringComparison.Ordinal);
        Assert.Contains("Where the ONNX file is", await _kubectl.RunAsync("explain", "imodel.spec.model.uri"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_outside_the_table_is_unknown()
    {
        var (code, _, errors) = await _kubectl.TryAsync("", "get", "daemonsets");

        Assert.NotEqual(0, code);
        Assert.Contains("the server doesn't have a resource type \"daemonsets\"", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_with_watch_prints_changes_as_they_come()
    {
        await _kubectl.FeedAsync(Manifest, "apply", "-f", "-");
        using var watch = _kubectl.Start("get", "deployments", "--watch", "-o", "wide");

        Assert.StartsWith("NAME", await watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("0/2", await watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await _kubectl.RunAsync("scale", "deployment", "web", "--replicas=3");
        Assert.Contains("0/3", await watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        watch.Kill();
    }
}
