using InferencePlatform.Metrics;
using InferencePlatform.Service.Tests.Grpc.Rig;
using InferencePlatform.Service.Tests.Telemetry.Rig;

namespace InferencePlatform.Service.Tests.Scheduling;

/// <summary>A server watched by its metrics, as whoever runs it would.</summary>
internal sealed class Watched(TestServer server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server.ManagementAddress };

    /// <summary>Runs of the model that were done since it was loaded.</summary>
    public const string Computed = """inference_compute_duration_seconds_count{model="slow",version="1"}""";

    public const string InFlight = """inference_requests_in_flight{model="slow",version="1"}""";

    public const string Queued = """inference_queue_length{model="slow",version="1"}""";

    public async Task<double> ReadAsync(string sample) => (await ScrapeAsync())[sample];

    public async Task<ScrapedPage> ScrapeAsync()
    {
        var text = await _http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return ScrapedPage.Parse(text, ExpositionFormat.Text);
    }

    /// <summary>Waits until a metric has this value; metrics announce nothing, so it looks again and again.</summary>
    public async Task UntilAsync(string sample, double value)
    {
        var start = DateTime.UtcNow;
        double last;
        while ((last = await ReadAsync(sample)) != value)
        {
            Assert.True(DateTime.UtcNow - start < InferenceClient.Patience, $"{sample} is {last} and not yet {value}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();
}
