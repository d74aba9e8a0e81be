using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Discovery;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Discovery;

public sealed class ApiDiscoveryTests
{
    private static readonly ResourceType Monitors = new("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor", true);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_served_is_found_by_either_form_of_the_answer(bool aggregated)
    {
        await using var server = await ScriptedServer.StartAsync(c => aggregated ? AggregatedAsync(c) : LegacyAsync(c));
        await using var client = server.Client();
        var discovery = new ApiDiscovery(client, _time);

        Assert.True(await discovery.ServesAsync(ResourceType.Of<ConfigMap>(), Cancelled));
        Assert.False(await discovery.ServesAsync(ResourceType.Of<Secret>(), Cancelled));
        Assert.True(await discovery.ServesAsync(ResourceType.Of<Deployment>(), Cancelled));
        Assert.False(await discovery.ServesAsync(ResourceType.Of<Deployment>() with { Version = "v1beta1" }, Cancelled));
        Assert.False(await discovery.ServesAsync(Monitors, Cancelled));
        Assert.Equal(aggregated ? 2 : 4, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_while_and_asked_for_anew_when_it_is_forgotten()
    {
        await using var server = await ScriptedServer.StartAsync(AggregatedAsync);
        await using var client = server.Client();
        var discovery = new ApiDiscovery(client, _time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => discovery.ServesAsync(Monitors, Cancelled)));
        Assert.Single(server.Requests);
        discovery.Invalidate();
        await discovery.ServesAsync(Monitors, Cancelled);
        Assert.Equal(2, server.Requests.Count);
        _time.Advance(ApiDiscovery.Keep);
        await discovery.ServesAsync(Monitors, Cancelled);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var fail = true;
        await using var server = await ScriptedServer.StartAsync(c => fail ? c.StatusAsync(500, "InternalError", "no") : AggregatedAsync(c));
        await using var client = server.Client();
        var discovery = new ApiDiscovery(client, _time);

        await Assert.ThrowsAsync<ApiException>(() => discovery.ServesAsync(Monitors, Cancelled));
        fail = false;
        Assert.True(await discovery.ServesAsync(ResourceType.Of<Deployment>(), Cancelled));
    }

    [Fact]
    public async Task A_group_whose_server_is_away_is_asked_for_itself()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.Request.Path == "/apis"
            ? AggregatedAsync(c, """{"items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","freshness":"Stale"}]}]}""")
            : LegacyAsync(c));
        await using var client = server.Client();

        Assert.True(await new ApiDiscovery(client, _time).ServesAsync(ResourceType.Of<Deployment>(), Cancelled));
    }

    [Fact]
    public async Task The_servers_version_is_read_as_providers_write_it()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("""{"major":"1","minor":"31+","gitVersion":"v1.31.2-eks-7f9249a"}"""));
        await using var client = server.Client();

        var version = await new ApiDiscovery(client, _time).VersionAsync(Cancelled);

        Assert.Equal(new ServerVersion(1, 31, "v1.31.2-eks-7f9249a"), version);
        Assert.True(version.IsAtLeast(1, 31));
        Assert.False(version.IsAtLeast(1, 32));
    }

    private static Task AggregatedAsync(HttpContext c) => AggregatedAsync(c, c.Request.Path == "/api"
        ? """{"items":[{"metadata":{},"versions":[{"version":"v1","resources":[{"resource":"configmaps"}]}]}]}"""
        : """{"items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","freshness":"Current","resources":[{"resource":"deployments"}]}]}]}""");

    private static Task AggregatedAsync(HttpContext c, string json)
    {
        Assert.Contains("v=v2;as=APIGroupDiscoveryList", c.Request.Headers.Accept.ToString(), StringComparison.Ordinal);
        c.Response.ContentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        return c.Response.WriteAsync(json, c.RequestAborted);
    }

    private static Task LegacyAsync(HttpContext c) => c.Request.Path.Value switch
    {
        "/api" => c.JsonAsync("""{"kind":"APIVersions","versions":["v1"]}"""),
        "/api/v1" => c.JsonAsync("""{"kind":"APIResourceList","resources":[{"name":"configmaps"},{"name":"pods/log"}]}"""),
        "/apis" => c.JsonAsync("""{"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1"}]}]}"""),
        "/apis/apps/v1" => c.JsonAsync("""{"kind":"APIResourceList","resources":[{"name":"deployments"}]}"""),
        _ => c.StatusAsync(404, "NotFound", "no"),
    };
}
