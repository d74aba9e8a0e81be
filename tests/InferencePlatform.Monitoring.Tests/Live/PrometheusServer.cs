using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Testing;

namespace InferencePlatform.Monitoring.Tests.Live;

/// <summary>A Prometheus of its own, on a port that the system picks, with its data in a folder that goes with it.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("prometheus-").FullName;
    private readonly ToolProcess _process;
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;

    private PrometheusServer(string configuration)
    {
        var file = Path.Combine(_folder, "prometheus.yaml");
        File.WriteAllText(file, configuration);

        // It logs to standard error, and is waited for by what it says.
        _process = new ToolProcess(
            "/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1", Promtool.Runner, "prometheus", $"--config.file={file}", $"--storage.tsdb.path={_folder}/data", "--web.listen-address=127.0.0.1:0");
    }

    public HttpClient Http { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PrometheusServer> StartAsync(string configuration)
    {
        var server = new PrometheusServer(configuration);
        await server._process.SaysAsync("Server is ready to receive web requests", Patience);
        var address = server._process.Output.Select(line => Listening().Match(line)).First(m => m.Success).Groups[1].Value;
        server.Http.BaseAddress = new Uri($"http://{address}");
        return server;
    }

    /// <summary>The <c>data</c> of an answer of the API.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>(Cancel);
        Assert.True((string?)answer!["status"] == "success", $"{Uri.UnescapeDataString(path)}: {answer.ToJsonString()}");
        return answer["data"]!;
    }

    /// <summary>The labels of the series that a query gave a number for, at any moment since the start.</summary>
    public async Task<IReadOnlyList<JsonNode>> SeriesAsync(string query)
    {
        var range = string.Create(
            CultureInfo.InvariantCulture, $"/api/v1/query_range?query={Uri.EscapeDataString(query)}&start={_started.ToUnixTimeSeconds()}&end={DateTimeOffset.UtcNow.ToUnixTimeSeconds()}&step=1");
        var result = (await GetAsync(range))["result"]!.AsArray();
        return [.. result.Where(s => s!["values"]!.AsArray().Any(v => (string?)v![1] != "NaN")).Select(s => s!["metric"]!)];
    }

    /// <summary>Waits until a query has given a number for so many series.</summary>
    public async Task<IReadOnlyList<JsonNode>> UntilSeriesAsync(string query, int atLeast = 1)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            if (await SeriesAsync(query) is var series && series.Count >= atLeast)
            {
                return series;
            }

            Assert.True(DateTimeOffset.UtcNow < deadline, $"{query} gave {series.Count} series of {atLeast} within {Patience.TotalSeconds} s.");
            await Task.Delay(200, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"msg=""Listening on"" address=(\S+)")]
    private static partial Regex Listening();
}
