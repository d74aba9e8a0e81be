using System.Net;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Client;

public sealed class TransportTests
{
    private static readonly ObjectKey Key = new("ns", "a");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_refused_with_a_time_to_come_again_comes_again_then()
    {
        var time = new FakeTimeProvider();
        var answers = 0;
        await using var server = await ScriptedServer.StartAsync(c => Interlocked.Increment(ref answers) switch
        {
            1 => c.StatusAsync(429, "TooManyRequests", "later", retryAfter: 7),
            2 => c.StatusAsync(503, "ServiceUnavailable", "later", retryAfter: 0),
            _ => c.JsonAsync(Answers.ConfigMap("a", "1")),
        });
        await using var client = server.Client(o => o with { TimeProvider = time, RequestTimeout = TimeSpan.FromHours(1) });
        var started = time.GetUtcNow();

        var created = client.CreateAsync(new ConfigMap { Metadata = new() { Name = "a", Namespace = "ns" } }, Cancelled);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return created.IsCompleted;
            },
            "the answer");

        Assert.Equal("1", (await created).Metadata.ResourceVersion);
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(r => r.Body).Distinct());
        Assert.InRange(time.GetUtcNow() - started, TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_server_that_refuses_again_and_again_is_asked_a_few_times_only()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.StatusAsync(429, "TooManyRequests", "later", retryAfter: 0));
        await using var client = server.Client(o => o with { MaxRetries = 3 });

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync<ConfigMap>(Key, Cancelled));

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.Zero), (error.StatusCode, error.RetryAfter));
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(429, 3600)]
    [InlineData(429, null)]
    [InlineData(503, null)]
    [InlineData(500, 0)]
    [InlineData(409, 0)]
    public async Task What_need_not_help_is_not_sent_again(int code, int? retryAfter)
    {
        await using var server = await ScriptedServer.StartAsync(c => c.StatusAsync(code, "Reason", "no", retryAfter));
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync<ConfigMap>(Key, Cancelled));

        Assert.Equal(code, (int)error.StatusCode);
        Assert.Equal(retryAfter, error.RetryAfter?.TotalSeconds);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_does_not_come_is_an_error_after_its_time(bool headersCome)
    {
        await using var server = await ScriptedServer.StartAsync(c => headersCome ? c.SilenceAsync() : Task.Delay(Timeout.Infinite, c.RequestAborted));
        await using var client = server.Client(o => o with { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync<ConfigMap>(Key, Cancelled));

        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Contains("configmaps/a was not answered within 0.3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_is_no_error_of_the_server()
    {
        var asked = new SemaphoreSlim(0);
        await using var server = await ScriptedServer.StartAsync(c =>
        {
            asked.Release();
            return Task.Delay(Timeout.Infinite, c.RequestAborted);
        });
        await using var client = server.Client();
        using var cancel = new CancellationTokenSource();
        var call = client.GetAsync<ConfigMap>(Key, cancel.Token);
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_says_so()
    {
        await using var server = await ScriptedServer.StartAsync(async c =>
        {
            await c.SendAsync("""{"metadata":{"name":""");
            c.Abort();
        });
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync<ConfigMap>(Key, Cancelled));

        Assert.Contains("configmaps/a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_sends_its_connections_away_loses_no_request()
    {
        await using var server = await ScriptedServer.StartAsync(async c =>
        {
            // GOAWAY: what is under way is answered, and the next request needs another connection.
            c.Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose();
            await c.JsonAsync(Answers.ConfigMap("a", "1"));
        });
        await using var client = server.Client();

        for (var i = 0; i < 10; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetAsync<ConfigMap>(Key, Cancelled)));
        }

        Assert.True(server.Requests.Select(r => r.Connection).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Requests_keep_to_their_rate_but_watches_and_leases_go_at_once()
    {
        var time = new FakeTimeProvider();
        await using var server = await ScriptedServer.StartAsync(c => c.Request.Query.ContainsKey("watch") ? c.SendAsync("") : c.JsonAsync("""{"metadata":{"name":"a","namespace":"ns"}}"""));
        await using var client = server.Client(o => o with { TimeProvider = time, RequestsPerSecond = 10, Burst = 5, RequestTimeout = TimeSpan.FromHours(1) });

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.GetAsync<ConfigMap>(Key, Cancelled)));
        using var giveUp = new CancellationTokenSource();
        var given = client.GetAsync<ConfigMap>(Key, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        var waiting = Enumerable.Range(0, 2).Select(_ => client.GetAsync<ConfigMap>(Key, Cancelled)).ToList();
        await client.GetAsync<Lease>(Key, Cancelled);
        await foreach (var e in client.WatchAsync<ConfigMap>(ResourceType.Of<ConfigMap>(), "ns", new WatchOptions { ResourceVersion = "1" }, Cancelled))
        {
            Assert.Fail($"There is no event, but {e} came.");
        }

        Assert.Equal(7, server.Requests.Count);
        time.Advance(TimeSpan.FromMilliseconds(101));
        await waiting[0];
        Assert.False(waiting[1].IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(101));
        await waiting[1];
    }

    [Fact]
    public async Task A_credential_that_is_refused_is_renewed_once()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.Request.Headers.Authorization == "Bearer good"
            ? c.JsonAsync(Answers.ConfigMap("a", "1"))
            : c.StatusAsync(401, "Unauthorized", "who are you"));
        var credentials = new Renewing("old", "good");
        await using var client = new KubernetesClient(server.Configuration with { Credentials = credentials });
        await using var never = new KubernetesClient(server.Configuration with { Credentials = new Renewing("old", "bad", "good") });
        await using var unchanging = new KubernetesClient(server.Configuration with { Credentials = new StaticCredentials(Credential.Bearer("bad")) });

        Assert.Equal("1", (await client.GetAsync<ConfigMap>(Key, Cancelled)).Metadata.ResourceVersion);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("Unauthorized", (await Assert.ThrowsAsync<ApiException>(() => never.GetAsync<ConfigMap>(Key, Cancelled))).Reason);
        Assert.Equal(4, server.Requests.Count);
        await Assert.ThrowsAsync<ApiException>(() => unchanging.GetAsync<ConfigMap>(Key, Cancelled));
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task A_proxy_that_is_configured_is_used()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync(Answers.ConfigMap("a", "1")));
        using var proxy = new TunnelProxy();
        await using var client = new KubernetesClient(server.Configuration with { Proxy = proxy.Address });

        Assert.Equal("1", (await client.GetAsync<ConfigMap>(Key, Cancelled)).Metadata.ResourceVersion);
        Assert.Equal(1, proxy.Tunnels);
    }

    [Fact]
    public async Task A_list_that_comes_compressed_is_read()
    {
        await using var server = await ScriptedServer.StartAsync(async c =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new System.IO.Compression.GZipStream(c.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Answers.List("5", null, Enumerable.Range(0, 1000).Select(i => Answers.ConfigMap($"m{i}", "1")))));
        });
        await using var client = server.Client();

        Assert.Equal(1000, (await client.ListAllAsync<ConfigMap>("ns", ListOptions.All, Cancelled)).Items.Count);
    }

    [Fact]
    public async Task Requests_are_counted_by_code_method_and_host_and_carry_the_configurations_headers()
    {
        var metrics = new Telemetry.ControllerMetrics();
        await using var server = await ScriptedServer.StartAsync(c => c.Request.Method == "GET" ? c.JsonAsync("{}") : c.StatusAsync(409, "Conflict", "no"));
        await using var client = new KubernetesClient(
            server.Configuration with { Headers = [new("Impersonate-User", "jane"), new("Impersonate-Group", "a")] },
            new KubernetesClientOptions { Metrics = metrics });
        await using var nobody = new KubernetesClient(server.Configuration with { Server = new Uri("https://127.0.0.1:1") }, new KubernetesClientOptions { Metrics = metrics });

        await client.GetAsync<ConfigMap>(Key, Cancelled);
        await client.GetAsync<ConfigMap>(Key, Cancelled);
        await Assert.ThrowsAsync<ApiException>(() => client.CreateAsync(new ConfigMap { Metadata = new() { Namespace = "ns" } }, Cancelled));
        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.GetAsync<ConfigMap>(Key, Cancelled));

        Assert.Equal(2, metrics.Requests.Single(r => r.Key == (200, "GET", server.Address.Authority)).Value);
        Assert.Equal(1, metrics.Requests.Single(r => r.Key == (409, "POST", server.Address.Authority)).Value);
        Assert.Equal(1, metrics.Requests.Single(r => r.Key == (null, "GET", "127.0.0.1:1")).Value);
        Assert.All(server.Requests, r => Assert.Equal(("jane", "a"), (r.Headers["Impersonate-User"], r.Headers["Impersonate-Group"])));
    }

    private sealed class Renewing(params string[] tokens) : ICredentialSource
    {
        private readonly Credential[] _credentials = [.. tokens.Select(Credential.Bearer)];
        private int _current;

        public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_credentials[_current]);

        public void Refuse(Credential refused) => _current = Math.Min(_current + 1, _credentials.Length - 1);
    }
}
