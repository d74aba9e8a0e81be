namespace InferencePlatform.ApiServer.Tests.Server;

/// <summary>Refusals, which programs read as <c>Status</c> objects.</summary>
public sealed class ErrorTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task What_is_not_found_is_named(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var status = (await ns.Deployments.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");

        Assert.Equal("deployments.apps \"a\" not found", status.Text("message"));
        Assert.Equal("a", status.Text("details.name"));
        Assert.Equal("apps", status.Text("details.group"));
        Assert.Equal("deployments", status.Text("details.kind"));
    }

    [Theory, EachApiServer]
    public async Task A_verb_that_the_path_does_not_have_is_not_allowed(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.Server.Client.PostAsync(ns.ConfigMaps.PathOf("a"), Json.Of(Sample.ConfigMap("a")))).Failed(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed");
        (await ns.Server.Client.PutAsync(ns.ConfigMaps.Path, Json.Of(Sample.ConfigMap("a")))).Failed(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed");
    }

    [Theory, EachApiServer]
    public async Task A_body_of_an_unknown_media_type_is_unsupported(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Server.Client.SendAsync(HttpMethod.Post, ns.ConfigMaps.Path, Sample.ConfigMap("a"), "text/csv");

        answer.Failed(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType");
    }

    [Theory, EachApiServer]
    public async Task An_answer_in_an_unknown_media_type_cannot_be_had(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Server.Client.GetAsync(ns.ConfigMaps.Path, "text/csv");

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.Code);
    }

    [Theory, EachApiServer]
    public async Task A_body_that_is_no_JSON_is_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.Server.Client.SendAsync(HttpMethod.Post, ns.ConfigMaps.Path, "{\"metadata\":")).Failed(HttpStatusCode.BadRequest, "BadRequest");
        (await ns.Server.Client.SendAsync(HttpMethod.Post, ns.Widgets.Path, "[]")).Failed(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory, EachApiServer]
    public async Task A_body_of_more_than_3_MiB_is_too_large(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var large = $$$"""{"metadata":{"name":"a"},"data":{"x":"{{{new string('x', 3 * 1024 * 1024)}}}"}}""";

        (await ns.ConfigMaps.CreateAsync(large)).Failed(HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge");
    }

    [Theory, EachApiServer]
    public async Task A_ConfigMap_of_more_than_1_MiB_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var large = $$$"""{"metadata":{"name":"a"},"data":{"x":"{{{new string('x', (1024 * 1024) + 1)}}}"}}""";

        (await ns.ConfigMaps.CreateAsync(large)).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task It_says_that_it_is_alive_and_ready(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        foreach (var path in new[] { "/livez", "/readyz", "/healthz" })
        {
            var answer = await api.GetAsync(path, "*/*");
            Assert.Equal($"{path} 200 ok", $"{path} {(int)answer.Code} {answer.Body}");
        }
    }
}
