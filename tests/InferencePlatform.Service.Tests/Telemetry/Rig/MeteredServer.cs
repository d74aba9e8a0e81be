using System.IO.Pipelines;
using System.Net;
using System.Text;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Metrics;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Exposition;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>A gRPC server over some models whose calls are recorded, and its metrics as a scraper sees them.</summary>
internal sealed class MeteredServer : IAsyncDisposable
{
    public const string Method = "/model.ModelInference/Predict";

    private readonly GrpcServer _server;
    private readonly GrpcCaller _caller;

    private MeteredServer(string[] models)
    {
        foreach (var model in models)
        {
            Publish(model);
        }

        Scheduler = new InferenceScheduler(new SchedulerOptions(ComputeThreads: 1, MaxQueueLength: 2), Metrics);
        var methods = new ServerMethods();
        methods.AddRaw(Method[1..], new RecordedPredict(Catalog, Scheduler, Metrics).PredictAsync);
        methods.AddRaw("test.Open/Wait", async call => await Task.Delay(Timeout.Infinite, call.CancellationToken));
        _server = new GrpcServer(methods, new GrpcServerOptions { Endpoints = { new IPEndPoint(IPAddress.Loopback, 0) } }, NullLoggerFactory.Instance);
        Metrics.Sources = new MetricSources(Catalog, _server, new ServerLimits(CallsInFlight: 4096, BytesInFlight: 256 << 20, QueueLength: 2), null);
        _caller = new GrpcCaller(() => _server.Endpoints[0]);
    }

    public ModelCatalog Catalog { get; } = new();

    public ServiceMetrics Metrics { get; } = new();

    public InferenceScheduler Scheduler { get; }

    public static async Task<MeteredServer> StartAsync(params string[] models)
    {
        var rig = new MeteredServer(models);
        await rig._server.StartAsync(TestContext.Current.CancellationToken);
        return rig;
    }

    /// <summary>Loads a test model afresh and makes it what calls reach.</summary>
    public ModelVersion Publish(string model)
    {
        var version = new ModelVersion(model, 1, OnnxModel.Load(Path.Combine(TestFiles.Models, model, "1", "model.onnx"), new SessionSettings(1, 1)))
        {
            LoadDuration = TimeSpan.FromMilliseconds(1500),
        };
        Catalog.Publish(new ModelEntry(model, [version], [new ModelStatus(model, 1, ModelState.Ready, "") { Sha256 = "ab12" }]));
        return version;
    }

    /// <summary>Calls a method with a request of the simple API; the answer is the code the client got.</summary>
    public Task<int> CallAsync(string model, double[] inputs, string path = Method, params (string Name, string Value)[] headers) =>
        _caller.CallAsync(path, model, inputs, headers);

    public async Task<string> ScrapeTextAsync(ExpositionFormat format = ExpositionFormat.Text)
    {
        var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream);
        await PrometheusPage.WriteAsync(pipe, format, Metrics, TestContext.Current.CancellationToken);
        await pipe.CompleteAsync();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public async Task<ScrapedPage> ScrapeAsync(ExpositionFormat format = ExpositionFormat.Text) =>
        ScrapedPage.Parse(await ScrapeTextAsync(format), format);

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        await _server.DisposeAsync();
        Scheduler.Dispose();
        Metrics.Dispose();
        foreach (var version in Catalog.Entries.SelectMany(e => e.Ready).ToList())
        {
            await version.RetireAsync();
        }
    }
}
