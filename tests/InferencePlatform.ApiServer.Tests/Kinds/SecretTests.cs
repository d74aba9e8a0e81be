namespace InferencePlatform.ApiServer.Tests.Kinds;

/// <summary>Secrets and ConfigMaps: bytes by name.</summary>
public sealed class SecretTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Text_given_to_a_Secret_is_kept_as_bytes_and_never_shown_as_text(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.Core("secrets").CreateAsync("""{"metadata":{"name":"a"},"data":{"x":"AQI="},"stringData":{"y":"hello"}}""")).Succeeded();

        Assert.Equal("""{"x":"AQI=","y":"aGVsbG8="}""", created["data"]!.Sorted());
        Assert.Null(created.At("stringData"));
        Assert.Equal("Opaque", created.Text("type"));
    }

    [Theory, EachApiServer]
    public async Task Bytes_that_are_no_base64_are_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.Core("secrets").CreateAsync("""{"metadata":{"name":"a"},"data":{"x":"?"}}""")).Failed(HttpStatusCode.BadRequest, "BadRequest");
        (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a"},"binaryData":{"x":"?"}}""")).Failed(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory, EachApiServer]
    public async Task A_ConfigMap_keeps_the_bytes_of_a_model(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var bytes = Convert.ToBase64String([.. Enumerable.Range(0, 1000).Select(i => (byte)i)]);

        (await ns.ConfigMaps.CreateAsync($$$"""{"metadata":{"name":"a"},"binaryData":{"model.onnx":"{{{bytes}}}"}}""")).Succeeded();

        Assert.Equal(bytes, (await ns.ConfigMaps.GetAsync("a")).Succeeded()["binaryData"]!["model.onnx"]!.ToString());
    }

    [Theory, EachApiServer]
    public async Task A_key_with_a_slash_or_in_both_maps_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a"},"data":{"a/b":"x"}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a"},"data":{"a":"x"},"binaryData":{"a":"AQI="}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }
}
