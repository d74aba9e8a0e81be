using System.Text.Json.Nodes;

namespace InferencePlatform.Monitoring.Tests.Dashboards;

/// <summary>A Grafana dashboard, as far as it asks Prometheus for anything.</summary>
internal sealed class Dashboard
{
    private Dashboard(JsonNode json) => Json = json;

    public static IReadOnlyList<string> Names { get; } = ["fleet", "model"];

    public JsonNode Json { get; }

    public IReadOnlyList<JsonNode> Panels => [.. Json["panels"]!.AsArray().Select(p => p!).Where(p => (string?)p["type"] != "row")];

    public IReadOnlyList<JsonNode> Annotations => [.. Json["annotations"]!["list"]!.AsArray().Select(a => a!)];

    public IReadOnlyList<JsonNode> Variables => [.. Json["templating"]!["list"]!.AsArray().Select(v => v!)];

    /// <summary>Every query, by the title of what shows it.</summary>
    public IEnumerable<(string Title, string Expression)> Queries =>
    [
        .. Panels.SelectMany(p => p["targets"]!.AsArray().Select(t => ((string)p["title"]!, (string)t!["expr"]!))),
        .. Annotations.Select(a => ((string)a["name"]!, (string)a["expr"]!)),
    ];

    public static Dashboard Read(string name) => new(JsonNode.Parse(File.ReadAllText(MonitoringFiles.Dashboard(name)))!);

    /// <summary>A query with what Grafana puts in the place of its variables.</summary>
    public static string Fill(string expression, string ns, string model, string interval) => expression
        .Replace("$__rate_interval", interval, StringComparison.Ordinal)
        .Replace("$__interval", interval, StringComparison.Ordinal)
        .Replace("$namespace", ns, StringComparison.Ordinal)
        .Replace("$inferencemodel", model, StringComparison.Ordinal);
}
