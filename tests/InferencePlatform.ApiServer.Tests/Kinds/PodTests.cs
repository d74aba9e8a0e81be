namespace InferencePlatform.ApiServer.Tests.Kinds;

/// <summary>Pods, as those see them who run them and those who wait for them.</summary>
public sealed class PodTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_pod_on_a_node_is_told_to_stop_and_goes_when_the_node_confirms(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var pods = ns.Core("pods");
        (await pods.CreateAsync(Pod("a", "\"nodeName\":\"local\",\"terminationGracePeriodSeconds\":7,"))).Succeeded();

        var stopping = (await pods.DeleteAsync("a")).Succeeded();
        Assert.Equal("7", stopping.Text("metadata.deletionGracePeriodSeconds"));
        Assert.NotNull((await pods.GetAsync("a")).Succeeded().Text("metadata.deletionTimestamp"));

        (await pods.DeleteAsync("a", """{"gracePeriodSeconds":0}""")).Succeeded();
        (await pods.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    [Theory, EachApiServer]
    public async Task The_grace_can_be_shortened_by_who_deletes(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var pods = ns.Core("pods");
        (await pods.CreateAsync(Pod("a", "\"nodeName\":\"local\","))).Succeeded();

        Assert.Equal("30", (await pods.DeleteAsync("a")).Succeeded().Text("metadata.deletionGracePeriodSeconds"));
        Assert.Equal("5", (await pods.DeleteAsync("a", """{"gracePeriodSeconds":5}""")).Succeeded().Text("metadata.deletionGracePeriodSeconds"));
    }

    [Theory, EachApiServer]
    public async Task A_pod_on_no_node_goes_at_once(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var pods = ns.Core("pods");
        (await pods.CreateAsync(Pod("a", ""))).Succeeded();

        (await pods.DeleteAsync("a")).Succeeded();

        (await pods.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    [Theory, EachApiServer]
    public async Task A_new_pod_is_pending_and_its_status_is_written_by_patches(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var pods = ns.Core("pods");

        var created = (await pods.CreateAsync(Pod("a", ""))).Succeeded();
        (await pods.PatchAsync("a", PatchType.Strategic, """{"status":{"phase":"Running","podIP":"127.64.0.1","conditions":[{"type":"Ready","status":"False"},{"type":"PodScheduled","status":"True"}]}}""", "status")).Succeeded();
        var ready = (await pods.PatchAsync("a", PatchType.Strategic, """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""", "status")).Succeeded();

        Assert.Equal("Pending", created.Text("status.phase"));
        Assert.Equal("Running", ready.Text("status.phase"));
        Assert.Equal("127.64.0.1", ready.Text("status.podIP"));
        Assert.Equal(["PodScheduled True", "Ready True"], ready.At("status.conditions")!.AsArray().Select(condition => $"{condition.Text("type")} {condition.Text("status")}").Order());
    }

    [Theory, EachApiServer]
    public async Task A_pods_containers_cannot_be_changed_but_for_their_image(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var pods = ns.Core("pods");
        (await pods.CreateAsync(Pod("a", ""))).Succeeded();

        (await pods.PatchAsync("a", PatchType.Strategic, """{"spec":{"containers":[{"name":"server","image":"server:2"}]}}""")).Succeeded();
        (await pods.PatchAsync("a", PatchType.Strategic, """{"spec":{"containers":[{"name":"server","args":["--more"]}]}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task Pods_of_a_node_or_in_a_phase_are_found_by_field(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var pods = ns.Core("pods");
        (await pods.CreateAsync(Pod("a", "\"nodeName\":\"local\","))).Succeeded();
        (await pods.CreateAsync(Pod("b", ""))).Succeeded();

        Assert.Equal(["a"], (await pods.ListAsync("fieldSelector=spec.nodeName%3Dlocal")).Succeeded().Names());
        Assert.Equal(["a", "b"], (await pods.ListAsync("fieldSelector=status.phase%3DPending")).Succeeded().Names());
        Assert.Empty((await pods.ListAsync("fieldSelector=status.phase!%3DPending")).Succeeded().Names());
    }

    private static string Pod(string name, string fields) =>
        $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{ {{{fields}}} "containers":[{"name":"server","image":"server:1"}]}}""";
}
