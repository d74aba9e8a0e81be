using System.Net;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Kubernetes.Tests.Client;

public sealed class CallTests
{
    private static readonly ResourceType ConfigMaps = ResourceType.Of<ConfigMap>();
    private static readonly ObjectKey Key = new("ns", "a");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_is_read_typed_and_dynamically()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync(Answers.ConfigMap("a", "7")));
        await using var client = server.Client();

        var typed = await client.GetAsync<ConfigMap>(Key, Cancelled);
        var dynamic = await client.GetAsync<JsonObject>(ConfigMaps, Key, Cancelled);

        Assert.Equal("x", typed.Data!["key"]);
        Assert.Equal("7", (string?)dynamic["metadata"]!["resourceVersion"]);
        Assert.All(server.Requests, r => Assert.Equal("GET /api/v1/namespaces/ns/configmaps/a", $"{r.Method} {r.PathAndQuery}"));
        Assert.All(server.Requests, r => Assert.Equal("HTTP/2", r.Protocol));
        Assert.All(server.Requests, r => Assert.StartsWith("inference-platform/", r.Headers["User-Agent"], StringComparison.Ordinal));
        Assert.All(server.Requests, r => Assert.Contains("gzip", r.Headers["Accept-Encoding"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_server_warns_of_is_told_once()
    {
        var calls = 0;
        await using var server = await ScriptedServer.StartAsync(c =>
        {
            c.Response.Headers.Append("Warning", "299 - \"v1 Endpoints is deprecated; say \\\"slices\\\"\"");
            c.Response.Headers.Append("Warning", $"299 - \"number {Interlocked.Increment(ref calls)}\"");
            c.Response.Headers.Append("Warning", "199 - \"of a proxy\"");
            return c.JsonAsync(Answers.ConfigMap("a", "7"));
        });
        var told = new List<string>();
        await using var client = server.Client(o => o with { OnWarning = told.Add });

        for (var i = 0; i < Warnings.MaxTold + 5; i++)
        {
            await client.GetAsync<ConfigMap>(Key, Cancelled);
        }

        Assert.Equal(["v1 Endpoints is deprecated; say \"slices\"", "number 1", "number 2"], told.Take(3));
        Assert.Equal(Warnings.MaxTold, told.Count);
    }

    [Fact]
    public async Task A_list_goes_over_all_pages_and_its_objects_say_their_kind()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync(
            c.Request.Query["continue"] == "next"
                ? Answers.List("9", null, """{"metadata":{"name":"b","namespace":"ns"}}""")
                : Answers.List("9", "next", """{"metadata":{"name":"a","namespace":"ns"}}""")));
        await using var client = server.Client();

        var options = new ListOptions { Limit = 1, LabelSelector = "app in (x,y)", FieldSelector = "metadata.name!=z", ResourceVersion = "0" };
        var all = await client.ListAllAsync<ConfigMap>("ns", options, Cancelled);
        var dynamic = await client.ListAllAsync<JsonObject>(ConfigMaps, null, ListOptions.All, Cancelled);

        Assert.Equal(["a", "b"], all.Items.Select(i => i.Metadata.Name!));
        Assert.All(all.Items, i => Assert.Equal(("v1", "ConfigMap"), (i.ApiVersion, i.Kind)));
        Assert.All(dynamic.Items, i => Assert.Equal("ConfigMap", (string?)i["kind"]));
        Assert.Equal(("9", null), (all.ResourceVersion, all.Continue));
        Assert.Equal(
            [
                "GET /api/v1/namespaces/ns/configmaps?labelSelector=app%20in%20%28x%2Cy%29&fieldSelector=metadata.name%21%3Dz&limit=1&resourceVersion=0",
                "GET /api/v1/namespaces/ns/configmaps?labelSelector=app%20in%20%28x%2Cy%29&fieldSelector=metadata.name%21%3Dz&limit=1&continue=next",
                "GET /api/v1/configmaps?limit=500",
                "GET /api/v1/configmaps?limit=500&continue=next",
            ],
            server.Asked);
    }

    [Fact]
    public async Task A_list_whose_next_page_is_too_old_is_listed_in_one_piece()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.Request.Query["continue"] == "next"
            ? c.StatusAsync(410, "Expired", "too old")
            : c.JsonAsync(c.Request.Query.ContainsKey("limit")
                ? Answers.List("1", "next", Answers.ConfigMap("a", "1"))
                : Answers.List("5", null, Answers.ConfigMap("a", "1"), Answers.ConfigMap("b", "1"))));
        await using var client = server.Client();

        var all = await client.ListAllAsync<ConfigMap>("ns", ListOptions.All, Cancelled);

        Assert.Equal(2, all.Items.Count);
        Assert.Equal("5", all.ResourceVersion);
    }

    [Fact]
    public async Task Writes_say_who_writes_what_and_how()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync(Answers.ConfigMap("a", "8")));
        await using var client = server.Client();
        var map = new ConfigMap { Metadata = new() { Name = "a", Namespace = "ns", ManagedFields = [new() { Manager = "x" }] } };

        await client.CreateAsync(ConfigMaps, "ns", map, new WriteOptions { FieldManager = "me", FieldValidation = "Strict" }, Cancelled);
        await client.UpdateAsync(ConfigMaps, Key, map, new WriteOptions { Subresource = "status", DryRun = true }, Cancelled);
        await client.ApplyAsync(map, new ApplyOptions("me") { Force = true }, Cancelled);
        await client.PatchAsync<ConfigMap>(ConfigMaps, Key, Patch.Merge(new JsonObject { ["data"] = null }), WriteOptions.Plain, Cancelled);
        await client.PatchAsync<ConfigMap>(ConfigMaps, Key, Patch.Json([new JsonObject { ["op"] = "test" }]), new WriteOptions { Subresource = "scale" }, Cancelled);

        Assert.Equal(
            [
                "POST /api/v1/namespaces/ns/configmaps?fieldManager=me&fieldValidation=Strict",
                "PUT /api/v1/namespaces/ns/configmaps/a/status?dryRun=All",
                "PATCH /api/v1/namespaces/ns/configmaps/a?fieldManager=me&force=true",
                "PATCH /api/v1/namespaces/ns/configmaps/a",
                "PATCH /api/v1/namespaces/ns/configmaps/a/scale",
            ],
            server.Asked);
        Assert.Equal(
            ["application/json", "application/json", "application/apply-patch+yaml", "application/merge-patch+json", "application/json-patch+json"],
            server.Requests.Select(r => r.Headers["Content-Type"]));
        var bodies = server.Requests.Select(r => r.Body).ToList();
        Assert.Contains("\"kind\":\"ConfigMap\"", bodies[0], StringComparison.Ordinal);
        Assert.Contains("managedFields", bodies[1], StringComparison.Ordinal);
        Assert.Equal("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"}}""", Sorted(bodies[2]));
        Assert.Equal("""{"data":null}""", bodies[3]);
        Assert.Equal("""[{"op":"test"}]""", bodies[4]);
    }

    [Fact]
    public async Task A_delete_carries_its_preconditions()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("""{"kind":"Status"}"""));
        await using var client = server.Client();

        await client.DeleteAsync(ConfigMaps, Key, new DeleteOptions { Uid = "u", ResourceVersion = "3", PropagationPolicy = "Foreground", GracePeriodSeconds = 5, DryRun = true }, Cancelled);
        await client.DeleteAsync(ConfigMaps, Key, DeleteOptions.Plain, Cancelled);

        Assert.Equal(
            [
                """{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u","resourceVersion":"3"},"propagationPolicy":"Foreground","gracePeriodSeconds":5,"dryRun":["All"]}""",
                """{"apiVersion":"v1","kind":"DeleteOptions"}""",
            ],
            server.Requests.Select(r => r.Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../secrets/x")]
    [InlineData("a%2fb")]
    public async Task A_name_that_would_lead_elsewhere_is_refused_before_it_is_sent(string name)
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("{}"));
        await using var client = server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.DeleteAsync(ConfigMaps, new ObjectKey("ns", name), DeleteOptions.Plain, Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetAsync<ConfigMap>(new ObjectKey(name, "a"), Cancelled));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_error_has_its_reason_and_each_cause()
    {
        const string Conflict = """
            {"kind":"Status","code":409,"reason":"Conflict","message":"Apply failed with 1 conflict: conflict with \"kubectl\": .spec.replicas",
            "details":{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl\"","field":".spec.replicas"}]}}
            """;
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync(Conflict, 409));
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.ApplyAsync<ConfigMap>(ConfigMaps, Key, new JsonObject(), new ApplyOptions("me"), Cancelled));

        Assert.True(error.IsConflict);
        Assert.Equal("Conflict", error.Reason);
        Assert.Equal(new StatusCause("FieldManagerConflict", "conflict with \"kubectl\"", ".spec.replicas"), Assert.Single(error.Causes));
    }

    [Fact]
    public async Task An_error_that_is_no_status_object_says_what_was_asked_and_what_came()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("<h1>Bad\ngateway</h1>", 502));
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync<ConfigMap>(Key, Cancelled));

        Assert.Equal(HttpStatusCode.BadGateway, error.StatusCode);
        Assert.Equal($"GET {server.Address}api/v1/namespaces/ns/configmaps/a was answered 502 BadGateway: <h1>Bad gateway</h1>", error.Message);
    }

    [Fact]
    public async Task An_answer_that_is_no_such_object_is_named_with_the_field()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("""{"metadata":{"name":1}}"""));
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync<ConfigMap>(Key, Cancelled));

        Assert.Contains("$.metadata.name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_unreadable_object_fails_a_list_or_is_told_of_as_the_caller_likes()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync(
            Answers.List("9", null, """{"metadata":{"namespace":"ns","name":"bad","resourceVersion":"3"},"data":["no map"]}""", Answers.ConfigMap("good", "4"))));
        await using var client = server.Client();
        var told = new List<UnreadableObject>();

        var list = await client.ListAsync<ConfigMap>(ConfigMaps, "ns", new ListOptions { OnUnreadable = told.Add }, Cancelled);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.ListAsync<ConfigMap>(ConfigMaps, "ns", ListOptions.All, Cancelled));

        Assert.Equal("good", Assert.Single(list.Items).Metadata.Name);
        Assert.Equal((new ObjectKey("ns", "bad"), "3"), (Assert.Single(told).Key, told[0].ResourceVersion));
        Assert.Contains("ConfigMap ns/bad", error.Message, StringComparison.Ordinal);
    }

    private static string Sorted(string json)
    {
        var o = JsonNode.Parse(json)!.AsObject();
        return new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString();
    }
}
