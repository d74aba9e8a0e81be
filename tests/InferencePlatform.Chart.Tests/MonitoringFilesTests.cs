using System.Text.Json.Nodes;
using InferencePlatform.Chart.Tests.Rendering;

namespace InferencePlatform.Chart.Tests;

/// <summary>Rules and dashboards get into the chart by lying in its folder, and are not read as templates.</summary>
public sealed class MonitoringFilesTests : IDisposable
{
    private const string Values = "prometheusRule: { enabled: true, labels: { release: prometheus } }\ndashboards: { enabled: true, annotations: { grafana_folder: Inference } }";

    private const string Rules = """
        groups:
        - name: models
          rules:
          - alert: NoPodIsReady
            expr: absent(up{job="digits"})
            annotations:
              summary: "{{ $labels.namespace }} has no ready pod."

        """;

    private const string Dashboard = """{"title": "Fleet", "panels": [{"legend": "{{pod}}"}]}""";

    private readonly string _chart = Directory.CreateTempSubdirectory("chart-").FullName;

    public void Dispose() => Directory.Delete(_chart, recursive: true);

    [Fact]
    public async Task A_file_of_rules_becomes_a_PrometheusRule_and_a_dashboard_a_ConfigMap()
    {
        var renderer = await Renderer.RequireAsync();
        Copy();
        var monitoring = Directory.CreateDirectory(Path.Combine(_chart, "files/monitoring/dashboards")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(monitoring, "own.rules.yaml"), Rules, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(monitoring, "dashboards/own.json"), Dashboard, TestContext.Current.CancellationToken);
        using var values = new ValuesFile(Values);

        var (code, output, errors) = await renderer.TryAsync(_chart, [values.Path]);

        Assert.True(code == 0, errors);
        var objects = RenderedObjects.Read(output);
        var rule = Find(objects, "PrometheusRule", "inference-operator-own");
        Assert.Equal("prometheus", rule.Text("metadata.labels.release"));
        Assert.Equal("{{ $labels.namespace }} has no ready pod.", rule.Text("spec.groups[0].rules[0].annotations.summary"));
        var dashboard = Find(objects, "ConfigMap", "inference-operator-dashboard-own");
        Assert.Equal("1", dashboard.Text("metadata.labels.grafana_dashboard"));
        Assert.Equal("Inference", dashboard.Text("metadata.annotations.grafana_folder"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Dashboard), JsonNode.Parse((string)dashboard["data"]!["own.json"]!)));
    }

    private static JsonObject Find(IReadOnlyList<JsonObject> objects, string kind, string name) =>
        objects.Single(o => o.Text("kind") == kind && o.Text("metadata.name") == name);

    private void Copy()
    {
        foreach (var file in Directory.GetFiles(ChartFolder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_chart, Path.GetRelativePath(ChartFolder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
