using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Testing;

namespace InferencePlatform.Monitoring.Tests.Scraping;

/// <summary>
/// The scrape configuration for a cluster. Debian builds Prometheus without its Kubernetes discovery, so that here a file
/// stands in its place, with the meta labels that prometheus.io documents for pods; the relabeling is Prometheus's own.
/// </summary>
public sealed partial class KubernetesConfigTests
{
    [Fact]
    public async Task Promtool_accepts_it()
    {
        await Promtool.RequireAsync();
        using var folder = new ConfigFolder();

        var (code, output) = await Promtool.RunAsync("check", "config", folder.Write([]));

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task The_management_port_of_a_models_pod_is_scraped_and_no_other()
    {
        var found = await DiscoverAsync(
            "inference-model",
            Pod("10.0.0.1:50051", "grpc", model: "digits"),
            Pod("10.0.0.1:9090", "management", model: "digits"),
            Pod("10.0.0.1:9090", "management", model: "digits", isInit: true),
            Pod("10.0.0.2:9090", "management", model: "digits", phase: "Failed"),
            Pod("10.0.0.3:9090", "management", model: "digits", phase: "Succeeded"));

        var target = Assert.Single(found);
        Assert.Equal("10.0.0.1:9090", (string?)target["__address__"]);
        Assert.Equal(("vision", "digits-1", "digits"), ((string?)target["namespace"], (string?)target["pod"], (string?)target["inferencemodel"]));
    }

    [Fact]
    public async Task The_operators_replicas_are_scraped()
    {
        var found = await DiscoverAsync("inference-operator", Pod("10.0.0.1:8081", "management", model: null), Pod("10.0.0.1:8443", "metrics", model: null));

        var target = Assert.Single(found);
        Assert.Equal(("10.0.0.1:8081", "digits-1"), ((string?)target["__address__"], (string?)target["pod"]));
    }

    private static async Task<IReadOnlyList<JsonNode>> DiscoverAsync(string job, params IEnumerable<JsonObject> pods)
    {
        await Promtool.RequireAsync();
        using var folder = new ConfigFolder();

        var (code, output) = await Promtool.RunAsync("check", "service-discovery", "--timeout=2s", folder.Write(pods), job);

        Assert.True(code == 0, output);
        // What it logs comes after the targets.
        var targets = JsonNode.Parse(output[..(output.LastIndexOf("\n]", StringComparison.Ordinal) + 2)])!.AsArray();
        Assert.NotEmpty(targets);
        return [.. targets.Select(t => t!["labels"]).Where(l => l is JsonObject { Count: > 0 }).Select(l => l!)];
    }

    private static JsonObject Pod(string address, string port, string? model, string phase = "Running", bool isInit = false) => new()
    {
        ["targets"] = new JsonArray(address),
        ["labels"] = new JsonObject
        {
            ["__meta_kubernetes_namespace"] = "vision",
            ["__meta_kubernetes_pod_name"] = "digits-1",
            ["__meta_kubernetes_pod_phase"] = phase,
            ["__meta_kubernetes_pod_container_init"] = isInit ? "true" : "false",
            ["__meta_kubernetes_pod_container_port_name"] = port,
            ["__meta_kubernetes_pod_label_inferenceplatform_io_model"] = model ?? "",
        },
    };

    /// <summary>The configuration with a file in the place of the API server.</summary>
    private sealed partial class ConfigFolder : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("prometheus-").FullName;

        public string Write(IEnumerable<JsonObject> pods)
        {
            var pages = Path.Combine(_folder, "pods.json");
            File.WriteAllText(pages, JsonSerializer.Serialize(pods));
            File.Copy(MonitoringFiles.Alerts, Path.Combine(_folder, "alerts.rules.yaml"));
            var config = Path.Combine(_folder, "prometheus.yaml");
            var shipped = File.ReadAllText(Path.Combine(MonitoringFiles.Folder, "prometheus.yaml"));
            Assert.Equal(2, Discovery().Count(shipped));
            File.WriteAllText(config, Discovery().Replace(shipped, $"  file_sd_configs:\n  - files: [{pages}]\n"));
            return config;
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        [GeneratedRegex(@"^  kubernetes_sd_configs:\n  - role: pod\n    selectors:\n    - role: pod\n      label: \S+\n", RegexOptions.Multiline)]
        private static partial Regex Discovery();
    }
}
