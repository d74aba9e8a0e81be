namespace InferencePlatform.ApiServer.Tests.Kinds;

/// <summary>Events, one object seen through two groups.</summary>
public sealed class EventTests(ApiServers servers) : ApiServerCase(servers)
{
    private const string Event = """
        {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"a.1"},
         "eventTime":"2026-01-02T03:04:05.678901Z","type":"Warning","reason":"LoadFailed","action":"Load","note":"No such file.",
         "reportingController":"inferenceplatform.io/operator","reportingInstance":"pod-1",
         "regarding":{"apiVersion":"v1","kind":"ConfigMap","name":"a","namespace":"NAMESPACE","uid":"u-1"}}
        """;

    [Theory, EachApiServer]
    public async Task A_new_event_is_the_old_groups_too(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Of("events.k8s.io/v1", "events").CreateAsync(In(ns))).Succeeded();

        var old = (await ns.Events.GetAsync("a.1")).Succeeded();

        Assert.Equal("v1", old.Text("apiVersion"));
        Assert.Equal("No such file.", old.Text("message"));
        Assert.Equal("LoadFailed", old.Text("reason"));
        Assert.Equal("a", old.Text("involvedObject.name"));
        Assert.Equal("2026-01-02T03:04:05.678901Z", old.Text("eventTime"));
        Assert.Equal("inferenceplatform.io/operator", old.Text("reportingComponent"));
    }

    [Theory, EachApiServer]
    public async Task Events_of_one_object_are_found_as_kubectl_describe_asks(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Of("events.k8s.io/v1", "events").CreateAsync(In(ns))).Succeeded();
        var selector = Uri.EscapeDataString($"involvedObject.name=a,involvedObject.namespace={ns.Name},involvedObject.kind=ConfigMap,involvedObject.uid=u-1");
        var other = Uri.EscapeDataString("involvedObject.name=b");

        Assert.Equal(["a.1"], (await ns.Events.ListAsync($"fieldSelector={selector}")).Succeeded().Names());
        Assert.Empty((await ns.Events.ListAsync($"fieldSelector={other}")).Succeeded().Names());
    }

    [Theory, EachApiServer]
    public async Task A_repeated_event_becomes_a_series_by_a_patch(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var events = ns.Of("events.k8s.io/v1", "events");
        (await events.CreateAsync(In(ns))).Succeeded();

        var patched = (await events.PatchAsync("a.1", PatchType.Merge, """{"series":{"count":2,"lastObservedTime":"2026-01-02T03:05:05.000001Z"}}""")).Succeeded();

        Assert.Equal("2", patched.Text("series.count"));
        Assert.Equal("2026-01-02T03:05:05.000001Z", patched.Text("series.lastObservedTime"));
    }

    [Theory, EachApiServer]
    public async Task An_event_without_its_time_or_reporter_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var events = ns.Of("events.k8s.io/v1", "events");

        (await events.CreateAsync(Json.Of(In(ns)).With("eventTime", null).ToJsonString())).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        (await events.CreateAsync(Json.Of(In(ns)).With("reportingController", "").ToJsonString())).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        (await events.CreateAsync(Json.Of(In(ns)).With("note", new string('x', 1025)).ToJsonString())).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    private static string In(TestNamespace ns) => Event.Replace("NAMESPACE", ns.Name, StringComparison.Ordinal);
}
