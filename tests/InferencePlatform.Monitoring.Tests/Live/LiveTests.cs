using InferencePlatform.Monitoring.Tests.Dashboards;
using InferencePlatform.Monitoring.Tests.Docs;
using InferencePlatform.Monitoring.Tests.Rules;

namespace InferencePlatform.Monitoring.Tests.Live;

/// <summary>A real Prometheus on a running platform under load.</summary>
/// <param name="platform">The platform, the same for all of these tests.</param>
public sealed class LiveTests(MonitoredPlatform platform) : IClassFixture<MonitoredPlatform>
{
    private const string Namespace = "default";
    private const string Interval = "10s";

    public static TheoryData<string> Dashboards => [.. Dashboard.Names];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_pod_and_the_operator_are_scraped_with_the_labels_that_alerts_need()
    {
        await platform.RequireAsync();

        var pods = await platform.Prometheus.UntilSeriesAsync("up{job=\"inference-model\",inferencemodel=\"served\"} == 1", atLeast: 2);
        var targets = (await platform.Prometheus.GetAsync("/api/v1/targets?state=active"))["activeTargets"]!.AsArray();

        Assert.All(pods, p => Assert.Equal((Namespace, true), ((string?)p["namespace"], ((string?)p["pod"])!.StartsWith("served-", StringComparison.Ordinal))));
        var operators = targets.Where(t => (string?)t!["labels"]!["job"] == "inference-operator");
        Assert.Equal("up", (string?)Assert.Single(operators)!["health"]);
    }

    [Fact]
    public async Task Every_rule_is_loaded_and_can_be_evaluated()
    {
        await platform.RequireAsync();
        var shipped = RuleFile.Read(MonitoringFiles.Alerts).Rules.Concat(RuleFile.Read(MonitoringFiles.Recording).Rules).Select(r => r.Alert ?? r.Record!);
        await platform.Prometheus.UntilSeriesAsync("inferencemodel:inference_request_errors:ratio5m");

        var loaded = (await platform.Prometheus.GetAsync("/api/v1/rules"))["groups"]!.AsArray().SelectMany(g => g!["rules"]!.AsArray().Select(r => r!)).ToList();

        Assert.Equal(shipped.Order(StringComparer.Ordinal), loaded.Select(r => (string)r["name"]!).Order(StringComparer.Ordinal));
        Assert.All(loaded, r => Assert.True((string?)r["health"] != "err", r.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Every_query_of_the_dashboard_returns_data(string name)
    {
        await platform.RequireAsync();

        foreach (var (_, expression) in Dashboard.Read(name).Queries)
        {
            await platform.Prometheus.UntilSeriesAsync(Dashboard.Fill(expression, Namespace, MonitoredPlatform.Served, Interval));
        }
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task The_choices_of_the_dashboard_have_something_to_choose(string name)
    {
        await platform.RequireAsync();

        foreach (var query in Dashboard.Read(name).Variables.Select(v => (string?)v["definition"]).OfType<string>())
        {
            // label_values(SELECTOR, LABEL)
            var (selector, label) = (query[(query.IndexOf('(', StringComparison.Ordinal) + 1)..query.LastIndexOf(',')], query[(query.LastIndexOf(',') + 1)..].Trim(' ', ')'));
            var series = await platform.Prometheus.UntilSeriesAsync(Dashboard.Fill(selector, Namespace, MonitoredPlatform.Served, Interval));
            Assert.All(series, s => Assert.NotEmpty((string?)s[label] ?? ""));
        }
    }

    [Fact]
    public async Task A_model_with_another_checksum_has_its_alerts_begin_and_the_one_that_serves_has_none()
    {
        await platform.RequireAsync();

        await platform.Prometheus.UntilSeriesAsync($"ALERTS{{alertname=\"InferenceModelLoadFailing\",inferencemodel=\"{MonitoredPlatform.Broken}\",reason=\"ChecksumMismatch\"}}");
        await platform.Prometheus.UntilSeriesAsync($"ALERTS{{alertname=\"InferenceModelNotServing\",inferencemodel=\"{MonitoredPlatform.Broken}\"}}");
        Assert.Empty(await platform.Prometheus.SeriesAsync($"ALERTS{{alertname=\"InferenceModelLoadFailing\",inferencemodel=\"{MonitoredPlatform.Served}\"}}"));
    }

    [Fact]
    public async Task The_document_tells_of_the_metrics_that_there_are_and_of_no_other()
    {
        await platform.RequireAsync();
        var (pod, address) = platform.Pod;
        await platform.Prometheus.UntilSeriesAsync($"inference_requests_total{{pod=\"{pod}\"}}");

        var document = MetricsDocument.Read();

        MetricsDocument.AssertSame(await PageAsync(new Uri($"http://{address}:9090/metrics")), document.Server);
        MetricsDocument.AssertSame(await PageAsync(new Uri(platform.Operator, "/metrics")), document.Operator);
    }

    private static async Task<string> PageAsync(Uri page)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(page, Cancel);
    }
}
