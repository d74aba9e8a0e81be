using System.Net;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class ManagementPagesTests
{
    [Fact]
    public async Task The_management_port_has_metrics_and_health()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var http = new HttpClient { BaseAddress = server.ManagementAddress };

        Assert.Equal("alive\n", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        Assert.Equal("ready\n", await http.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
        Assert.Contains("model=\"digits\"", await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_model_that_serves_is_alive_and_says_why_it_is_not_ready()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Broken);
        using var http = new HttpClient { BaseAddress = server.ManagementAddress };

        using var answer = await http.GetAsync("/readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var reason = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("No model is ready: ", reason, StringComparison.Ordinal);
        Assert.Contains("unsupported_op", reason, StringComparison.Ordinal);
        Assert.Equal(1, reason.Count(c => c == '\n'));
        Assert.Equal("alive\n", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        server.Errors.Take();
    }

    [Fact]
    public async Task Other_pages_and_methods_are_refused_with_what_there_is()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var http = new HttpClient { BaseAddress = server.ManagementAddress };

        using var missing = await http.GetAsync("/", TestContext.Current.CancellationToken);
        using var posted = await http.PostAsync("/readyz", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal(["GET", "HEAD"], posted.Content.Headers.Allow);
    }
}
