namespace InferencePlatform.ApiServer.Tests.Writing;

/// <summary>Limits of names, labels and annotations.</summary>
public sealed class NameTests(ApiServers servers) : ApiServerCase(servers)
{
    public static TheoryData<string> BadNames { get; } = ["Capital", "under_score", "-dash", "dash-", "two words", new string('a', 254)];

    [Theory, EachApiServer]
    public async Task A_name_that_is_no_DNS_name_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var name in BadNames.Select(row => row.Data))
        {
            foreach (var resource in new[] { (ns.ConfigMaps, Sample.ConfigMap(name)), (ns.Widgets, Sample.Widget(name)) })
            {
                var status = (await resource.Item1.CreateAsync(resource.Item2)).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
                Assert.Equal("metadata.name", status.Text("details.causes[0].field"));
                Assert.Equal("FieldValueInvalid", status.Text("details.causes[0].reason"));
            }
        }
    }

    [Theory, EachApiServer]
    public async Task A_name_of_253_letters_is_the_longest(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap(new string('a', 253)))).Succeeded();
    }

    [Theory, EachApiServer]
    public async Task A_Services_name_has_at_most_63_letters(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        const string Spec = """{"ports":[{"port":80}]}""";

        var status = (await ns.Services.CreateAsync($$$"""{"metadata":{"name":"{{{new string('a', 64)}}}"},"spec":{{{Spec}}}}"""))
            .Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("metadata.name", status.Text("details.causes[0].field"));
    }

    public static TheoryData<string> BadLabels { get; } = new()
    {
        """{"a b":"x"}""", """{"":"x"}""", """{"a":"-x"}""", """{"a":"x y"}""",
        $$"""{"a":"{{new string('x', 64)}}"}""", $$"""{"{{new string('k', 64)}}":"x"}""",
    };

    [Theory, EachApiServer]
    public async Task A_label_out_of_form_or_over_63_letters_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var labels in BadLabels.Select(row => row.Data))
        {
            var status = (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a", labels))).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
            Assert.StartsWith("metadata.labels", status.Text("details.causes[0].field"), StringComparison.Ordinal);
        }
    }

    [Theory, EachApiServer]
    public async Task Annotations_of_an_object_have_256_KiB_together_at_most(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var tooMuch = Json.Of(Sample.ConfigMap("a")).With("metadata.annotations", Json.Of($$"""{"a":"{{new string('x', 256 * 1024)}}"}"""));

        var status = (await ns.ConfigMaps.CreateAsync(tooMuch.ToJsonString())).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("metadata.annotations", status.Text("details.causes[0].field"));
        Assert.Equal("FieldValueTooLong", status.Text("details.causes[0].reason"));
    }
}
