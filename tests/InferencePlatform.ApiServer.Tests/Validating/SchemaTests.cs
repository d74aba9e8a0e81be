namespace InferencePlatform.ApiServer.Tests.Validating;

/// <summary>A custom resource's schema.</summary>
public sealed class SchemaTests(ApiServers servers) : ApiServerCase(servers)
{
    public static TheoryData<string, string, string> Broken { get; } = new()
    {
        { """{"color":"pink"}""", "spec.color", "FieldValueNotSupported" },
        { """{}""", "spec.color", "FieldValueRequired" },
        { """{"color":"red","replicas":101}""", "spec.replicas", "FieldValueInvalid" },
        { """{"color":"red","replicas":-1}""", "spec.replicas", "FieldValueInvalid" },
        { """{"color":"red","code":"1a"}""", "spec.code", "FieldValueInvalid" },
        { """{"color":"red","code":"abcdefgh1"}""", "spec.code", "FieldValueTooLong" },
        { """{"color":"red","replicas":"two"}""", "spec.replicas", "FieldValueTypeInvalid" },
        { """{"color":"red","replicas":1.5}""", "spec.replicas", "FieldValueTypeInvalid" },
        { """{"color":"red","labels":{"a":1}}""", "spec.labels.a", "FieldValueTypeInvalid" },
        { """{"color":"red","parts":[{"weight":1}]}""", "spec.parts[0].name", "FieldValueRequired" },
        { """{"color":"red","parts":[{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"},{"name":"e"}]}""", "spec.parts", "FieldValueTooMany" },
        { """{"color":"red","parts":[{"name":"a"},{"name":"a"}]}""", "spec.parts[1]", "FieldValueDuplicate" },
        { """{"color":"red","size":true}""", "spec.size", "FieldValueTypeInvalid" },
    };

    [Theory, EachApiServer]
    public async Task What_breaks_it_is_refused_with_the_field_and_the_reason(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var (spec, field, reason) in Broken.Select(row => row.Data))
        {
            var status = (await ns.Widgets.CreateAsync(Sample.Widget("a", spec))).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

            Assert.Equal("Widget", status.Text("details.kind"));
            Assert.Equal("testing.inferenceplatform.io", status.Text("details.group"));
            Assert.Contains($"{field} {reason}", status.At("details.causes")!.AsArray().Select(cause => $"{cause.Text("field")} {cause.Text("reason")}"));
            Assert.StartsWith("Widget.testing.inferenceplatform.io \"a\" is invalid: ", status.Text("message"), StringComparison.Ordinal);
        }
    }

    [Theory, EachApiServer]
    public async Task Every_fault_of_an_object_is_told_at_once(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var status = (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"pink","replicas":101}"""))).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal(["spec.color", "spec.replicas"], status.At("details.causes")!.AsArray().Select(cause => cause.Text("field")).Order());
    }

    [Theory, EachApiServer]
    public async Task A_size_is_a_number_or_a_text(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        Assert.Equal("10", (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"red","size":10}"""))).Succeeded().At("spec.size")!.ToJsonString());
        Assert.Equal("\"10%\"", (await ns.Widgets.CreateAsync(Sample.Widget("b", """{"color":"red","size":"10%"}"""))).Succeeded().At("spec.size")!.ToJsonString());
    }

    [Theory, EachApiServer]
    public async Task Nulls_are_dropped(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"red","replicas":null}"""))).Succeeded();

        Assert.Equal("1", created.Text("spec.replicas"));
    }
}
