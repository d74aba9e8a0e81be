namespace InferencePlatform.ApiServer.Tests.Reading;

/// <summary>Lists of the objects that match.</summary>
public sealed class SelectorTests(ApiServers servers) : ApiServerCase(servers)
{
    public static TheoryData<string, string> LabelSelectors { get; } = new()
    {
        { "app=x", "a b" },
        { "app==x,tier=back", "b" },
        { "app!=x", "c d" },
        { "app in (x,y),tier notin (back)", "a c" },
        { "tier", "b" },
        { "!app", "d" },
        { "app in (z)", "" },
    };

    [Theory, EachApiServer]
    public async Task Label_selectors_choose_as_documented(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Labelled("a", """{"app":"x"}"""))).Succeeded();
        (await ns.Widgets.CreateAsync(Labelled("b", """{"app":"x","tier":"back"}"""))).Succeeded();
        (await ns.Widgets.CreateAsync(Labelled("c", """{"app":"y"}"""))).Succeeded();
        (await ns.Widgets.CreateAsync(Labelled("d", "{}"))).Succeeded();

        foreach (var (selector, expected) in LabelSelectors.Select(row => row.Data))
        {
            var list = (await ns.Widgets.ListAsync($"labelSelector={Uri.EscapeDataString(selector)}")).Succeeded();
            Assert.Equal($"{selector}: {expected}", $"{selector}: {string.Join(' ', list.Names())}");
        }
    }

    [Theory, EachApiServer]
    public async Task A_field_selector_chooses_by_name(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("b"))).Succeeded();

        var list = (await ns.ConfigMaps.ListAsync("fieldSelector=metadata.name%3Db")).Succeeded();

        Assert.Equal(["b"], list.Names());
    }

    [Theory, EachApiServer]
    public async Task A_field_that_cannot_be_selected_by_is_named(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var status = (await ns.ConfigMaps.ListAsync("fieldSelector=data.color%3Dred")).Failed(HttpStatusCode.BadRequest, "BadRequest");

        Assert.Contains("data.color", status.Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task A_label_selector_that_cannot_be_read_is_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.ConfigMaps.ListAsync("labelSelector=app+in+x")).Failed(HttpStatusCode.BadRequest, "BadRequest");
    }

    private static string Labelled(string name, string labels) => Json.Of(Sample.Widget(name)).With("metadata.labels", Json.Of(labels)).ToJsonString();
}
