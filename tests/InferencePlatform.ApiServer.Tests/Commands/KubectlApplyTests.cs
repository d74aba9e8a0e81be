namespace InferencePlatform.ApiServer.Tests.Commands;

/// <summary><c>kubectl apply</c> and its relatives.</summary>
public sealed class KubectlApplyTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_file_is_applied_changed_and_applied_again(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        Assert.Contains("widget.testing.inferenceplatform.io/a created", await ApplyAsync(ns, """{"color":"red","code":"a1"}"""), StringComparison.Ordinal);
        Assert.Contains("widget.testing.inferenceplatform.io/a unchanged", await ApplyAsync(ns, """{"color":"red","code":"a1"}"""), StringComparison.Ordinal);
        Assert.Contains("widget.testing.inferenceplatform.io/a configured", await ApplyAsync(ns, """{"color":"blue"}"""), StringComparison.Ordinal);

        var widget = (await ns.Widgets.GetAsync("a")).Succeeded();
        Assert.Equal("blue", widget.Text("spec.color"));
        Assert.Null(widget.At("spec.code"));
    }

    [Theory, EachApiServer]
    public async Task A_Deployment_and_a_Service_are_applied_by_strategic_merge(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        await ns.Kubectl.FeedAsync(Sample.Deployment("a"), "apply", "-f", "-");
        (await ns.Deployments.PatchAsync("a", PatchType.Strategic, """{"spec":{"template":{"spec":{"containers":[{"name":"mesh","image":"mesh:1"}]}}}}""")).Succeeded();

        await ns.Kubectl.FeedAsync(Sample.Deployment("a").Replace("side:1", "side:2", StringComparison.Ordinal), "apply", "-f", "-");

        var containers = (await ns.Deployments.GetAsync("a")).Succeeded().At("spec.template.spec.containers")!.AsArray();
        Assert.Equal(["mesh mesh:1", "server server:1", "side side:2"], containers.Select(container => $"{container.Text("name")} {container.Text("image")}").Order());
    }

    [Theory, EachApiServer]
    public async Task Server_side_a_conflict_is_told_with_what_to_do(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "operator", Sample.Widget("a"))).Succeeded();

        var (code, _, errors) = await ns.Kubectl.TryAsync(Sample.Widget("a", """{"color":"blue"}"""), "apply", "--server-side", "-f", "-");

        Assert.Equal(1, code);
        Assert.Contains("conflict with \"operator\": .spec.color", errors, StringComparison.Ordinal);
        Assert.Contains("--force-conflicts", errors, StringComparison.Ordinal);
        Assert.Contains("serverside-applied", await ns.Kubectl.FeedAsync(Sample.Widget("a", """{"color":"blue"}"""), "apply", "--server-side", "--force-conflicts", "-f", "-"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task A_dry_run_on_the_server_tells_the_truth(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var good = await ns.Kubectl.FeedAsync(Sample.Widget("a"), "apply", "--dry-run=server", "-f", "-");
        var (code, _, errors) = await ns.Kubectl.TryAsync(Sample.Widget("a", """{"color":"pink"}"""), "apply", "--dry-run=server", "-f", "-");

        Assert.Contains("created (server dry run)", good, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.Contains("spec.color: Unsupported value: \"pink\": supported values: \"red\", \"green\", \"blue\"", errors, StringComparison.Ordinal);
        (await ns.Widgets.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    [Theory, EachApiServer]
    public async Task A_misspelt_field_is_refused(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var (code, _, errors) = await ns.Kubectl.TryAsync(Sample.Widget("a", """{"color":"red","colour":"red"}"""), "apply", "-f", "-");

        Assert.Equal(1, code);
        Assert.Contains("unknown field \"spec.colour\"", errors, StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task Edit_patch_label_annotate_scale_and_replace_work(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        await ApplyAsync(ns, """{"color":"red"}""");

        await ns.Kubectl.RunAsync("edit", "widget", "a");
        await ns.Kubectl.RunAsync("patch", "widget", "a", "--type=merge", "-p", """{"spec":{"code":"a1"}}""");
        await ns.Kubectl.RunAsync("label", "widget", "a", "tier=front");
        await ns.Kubectl.RunAsync("annotate", "widget", "a", "note=hello");
        await ns.Kubectl.RunAsync("scale", "widget", "a", "--replicas=4");

        var widget = (await ns.Widgets.GetAsync("a")).Succeeded();
        Assert.Equal("""{"code":"a1","color":"blue","replicas":4}""", widget["spec"]!.Sorted());
        Assert.Equal("front", widget.Text("metadata.labels.tier"));
        Assert.Equal("hello", widget.Text("metadata.annotations.note"));
    }

    [Theory, EachApiServer]
    public async Task Delete_waits_for_the_end(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        await ApplyAsync(ns, """{"color":"red"}""");

        var output = await ns.Kubectl.RunAsync("delete", "widget", "a", "--timeout=30s");

        Assert.Contains("widget.testing.inferenceplatform.io \"a\" deleted", output, StringComparison.Ordinal);
        (await ns.Widgets.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    private static Task<string> ApplyAsync(TestNamespace ns, string spec) => ns.Kubectl.FeedAsync(Sample.Widget("a", spec), "apply", "-f", "-");
}
