namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>A model that does not load shows on the metrics page.</summary>
public sealed class LoadFailureMetricsTests
{
    private static readonly string Broken = Path.Combine(TestFiles.Models, "..", "broken");

    [Fact]
    public async Task A_failed_load_is_counted_by_model_and_reason()
    {
        await using var server = await TestServer.StartAsync(Broken);
        using var http = new HttpClient();

        var page = await http.GetStringAsync(new Uri(server.ManagementAddress, "/metrics"), TestContext.Current.CancellationToken);

        Assert.Contains("""inference_model_load_failures_total{model="corrupt",reason="Unloadable"} 1""", page, StringComparison.Ordinal);
        Assert.Contains("""inference_model_load_failures_total{model="empty",reason="Unreadable"} 1""", page, StringComparison.Ordinal);
        Assert.Contains("""inference_model_ready{model="corrupt",version="1"} 0""", page, StringComparison.Ordinal);
        Assert.Single(server.Errors.Take(), e => e.Contains("corrupt", StringComparison.Ordinal));
    }
}
