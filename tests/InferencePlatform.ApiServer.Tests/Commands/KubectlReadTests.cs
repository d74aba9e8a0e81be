namespace InferencePlatform.ApiServer.Tests.Commands;

/// <summary>What kubectl shows.</summary>
public sealed class KubectlReadTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Get_prints_the_columns_of_the_definition(ApiServerKind kind)
    {
        var ns = await WithWidgetAsync(kind);

        var lines = (await ns.Kubectl.RunAsync("get", "wdg")).Split('\n');
        var wide = (await ns.Kubectl.RunAsync("get", "widgets", "-o", "wide")).Split('\n');

        Assert.Matches(@"^NAME +READY +REPLICAS +AGE$", lines[0]);
        Assert.Matches(@"^a +True +3 +\d+[smh]", lines[1]);
        Assert.Matches(@"^NAME +READY +REPLICAS +COLOR +AGE$", wide[0]);
    }

    [Theory, EachApiServer]
    public async Task Get_prints_YAML_JSON_JSONPath_and_names(ApiServerKind kind)
    {
        var ns = await WithWidgetAsync(kind);

        Assert.Contains("\n  color: red\n", await ns.Kubectl.RunAsync("get", "widget", "a", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal("red", Json.Of(await ns.Kubectl.RunAsync("get", "widget", "a", "-o", "json")).Text("spec.color"));
        Assert.Equal("red", await ns.Kubectl.RunAsync("get", "widget", "a", "-o", "jsonpath={.spec.color}"));
        Assert.Equal("widget.testing.inferenceplatform.io/a\n", await ns.Kubectl.RunAsync("get", "all", "-o", "name"));
    }

    [Theory, EachApiServer]
    public async Task Get_watches(ApiServerKind kind)
    {
        var ns = await WithWidgetAsync(kind);
        using var watch = ns.Kubectl.Start("get", "widgets", "-w", "--no-headers");
        try
        {
            Assert.Matches("^a +True +3", await LineAsync(watch));
            (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"replicas":5}}""")).Succeeded();
            Assert.Matches("^a +True +5", await LineAsync(watch));
        }
        finally
        {
            watch.Kill();
        }
    }

    [Theory, EachApiServer]
    public async Task Describe_shows_the_objects_events(ApiServerKind kind)
    {
        var ns = await WithWidgetAsync(kind);
        var uid = (await ns.Widgets.GetAsync("a")).Succeeded().Text("metadata.uid");
        (await ns.Of("events.k8s.io/v1", "events").CreateAsync($$$"""
            {"metadata":{"name":"a.1"},"eventTime":"{{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.ffffffZ}}}","type":"Warning","reason":"Peeled","action":"Paint","note":"The paint came off.",
             "reportingController":"painter","reportingInstance":"painter-1",
             "regarding":{"apiVersion":"testing.inferenceplatform.io/v1alpha1","kind":"Widget","name":"a","namespace":"{{{ns.Name}}}","uid":"{{{uid}}}"}}
            """)).Succeeded();

        var description = await ns.Kubectl.RunAsync("describe", "widget", "a");
        var events = await ns.Kubectl.RunAsync("events", "--for=widget/a");

        Assert.Matches(@"Color: +red", description);
        Assert.Matches(@"Warning +Peeled .* +painter +The paint came off\.", description);
        Assert.Matches(@"Warning +Peeled +Widget/a +The paint came off\.", events);
    }

    [Theory, EachApiServer]
    public async Task Explain_reads_the_descriptions(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var output = await ns.Kubectl.RunAsync("explain", "widget.spec.color");

        Assert.Contains("KIND:       Widget", output, StringComparison.Ordinal);
        Assert.Contains("The paint, from a list.", output, StringComparison.Ordinal);
        Assert.Matches(@"ENUM:\s+red\s+green\s+blue\s", output);
    }

    [Theory, EachApiServer]
    public async Task Api_resources_lists_it(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var output = await ns.Kubectl.RunAsync("api-resources");

        Assert.Matches(@"widgets +wdg +testing.inferenceplatform.io/v1alpha1 +true +Widget", output);
        Assert.Matches(@"deployments +deploy +apps/v1 +true +Deployment", output);
    }

    [Theory, EachApiServer]
    public async Task Wait_sees_a_condition_come(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var waiting = ns.Kubectl.RunAsync("wait", "widget/a", "--for=condition=Ready", "--timeout=60s");
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""", "status")).Succeeded();

        Assert.Equal("widget.testing.inferenceplatform.io/a condition met\n", await waiting);
    }

    [Theory, EachApiServer]
    public async Task What_is_not_there_is_said_so(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var (code, _, errors) = await ns.Kubectl.TryAsync("", "get", "widget", "a");
        var (_, _, nothing) = await ns.Kubectl.TryAsync("", "get", "widgets");

        Assert.Equal(1, code);
        Assert.Contains("Error from server (NotFound): widgets.testing.inferenceplatform.io \"a\" not found", errors, StringComparison.Ordinal);
        Assert.Equal($"No resources found in {ns.Name} namespace.\n", nothing);
    }

    private async Task<TestNamespace> WithWidgetAsync(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"red","replicas":3}"""))).Succeeded();
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""", "status")).Succeeded();
        return ns;
    }

    private static async Task<string> LineAsync(System.Diagnostics.Process process) =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60)) ?? "";
}
