using InferencePlatform.Service.Tests.Telemetry.Rig;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>The page as Prometheus's own checker sees it.</summary>
public sealed class PromtoolTests
{
    /// <summary>Triton's name, which its readers want as a gauge, ends as only a histogram's part should.</summary>
    private const string TritonsName = "nv_inference_pending_request_count non-histogram and non-summary metrics should not have \"_count\" suffix";

    [Fact]
    public async Task Promtool_finds_nothing_to_say_but_of_the_one_name_that_is_Tritons()
    {
        await Promtool.RequireAsync();
        await using var server = await MeteredServer.StartAsync("fixed_shape", "fails_at_run");
        await server.CallAsync("fixed_shape", [1, 2, 3]);
        await server.CallAsync("fails_at_run", [7]);
        await server.CallAsync("stranger", [1]);
        server.Metrics.ModelLoadFailed("broken", "ChecksumMismatch");

        var complaints = await Promtool.CheckMetricsAsync(await server.ScrapeTextAsync());

        Assert.Equal(TritonsName, complaints.Trim());
    }
}
