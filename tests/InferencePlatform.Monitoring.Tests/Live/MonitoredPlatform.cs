using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Local.Hosting;
using InferencePlatform.Local.Tests.Platform;
using InferencePlatform.Testing;
using Model;

namespace InferencePlatform.Monitoring.Tests.Live;

/// <summary>
/// A single-machine platform with two models, calls without a pause to one of them, wrong calls, a rollout, and a
/// Prometheus that scrapes it all with the configuration that ships.
/// </summary>
public sealed class MonitoredPlatform : IAsyncDisposable
{
    internal const string Served = "served";
    internal const string Broken = "broken";

    private static readonly string Model = Programs.Model("samples/models/example_model/1/model.onnx");

    private readonly Lazy<Task> _started;
    private LocalPlatform? _platform;
    private PrometheusServer? _prometheus;
    private Callers? _callers;

    public MonitoredPlatform() => _started = new(RunAsync);

    internal PrometheusServer Prometheus => _prometheus!;

    /// <summary>Where the operator's pages are.</summary>
    internal Uri Operator { get; private set; } = null!;

    /// <summary>A pod after the rollout. Prometheus may still take one before it for up.</summary>
    internal (string Name, string Address) Pod
    {
        get
        {
            var pod = _platform!.Cluster.Pods(Served)[0];
            return (pod.Metadata.Name!, pod.Status!.PodIP!);
        }
    }

    /// <summary>Starts everything, for the first that asks.</summary>
    internal async Task RequireAsync()
    {
        await Promtool.RequireAsync();
        await _started.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_callers is not null)
        {
            await _callers.DisposeAsync();
        }

        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }
    }

    private async Task RunAsync()
    {
        _platform = await LocalPlatform.StartAsync();
        var network = int.Parse(await File.ReadAllTextAsync(Path.Combine(_platform.Folder, "network")), CultureInfo.InvariantCulture);
        Operator = new Uri($"http://127.{96 + network}.255.255:{OperatorPages.Port}");
        _prometheus = await PrometheusServer.StartAsync(Configuration());

        var cluster = _platform.Cluster;
        await cluster.ApplyAsync(Served, Model, spec =>
        {
            spec["replicas"] = 2;
            spec["objectives"] = new JsonObject { ["latency"] = "50ms" };
        });
        await cluster.ApplyAsync(Broken, Model, spec => spec["model"]!["sha256"] = new string('0', 64));
        var model = await cluster.RolledOutAsync(Served, 2);
        var address = model.Status!.Endpoint!.Grpc!;
        _callers = new Callers(address);
        await CallNobodyAsync(address);

        // Rates need two scrapes before the pods of the rollout take over.
        await Prometheus.UntilSeriesAsync("rate(inference_requests_total{code=\"NotFound\"}[10s])");
        await cluster.RollAsync(Served, "second");
        await cluster.RolledOutAsync(Served, 2);
    }

    /// <summary>What ships, but for the address of the operator and the pace.</summary>
    private string Configuration() => File.ReadAllText(Path.Combine(MonitoringFiles.Folder, "prometheus-local.yaml"))
        .Replace("127.96.255.255:8081", Operator.Authority, StringComparison.Ordinal)
        .Replace(": 5s", ": 1s", StringComparison.Ordinal)
        .Replace("'*.rules.yaml'", $"'{MonitoringFiles.Folder}/*.rules.yaml'", StringComparison.Ordinal);

    private static async Task CallNobodyAsync(string address)
    {
        using var channel = new GrpcChannel(new Uri("http://" + address));
        var refused = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            "model.ModelInference/Predict", ProtobufCodec.For<PredictRequest>(), ProtobufCodec.For<PredictResponse>(), new PredictRequest { ModelId = "nobody" }));
        Assert.Equal(StatusCode.NotFound, refused.Status.Code);
    }
}
