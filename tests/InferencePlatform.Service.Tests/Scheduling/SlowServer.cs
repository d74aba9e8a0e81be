using System.Diagnostics;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Scheduling;

/// <summary>A server of the model that runs as long as told, with one thread to compute on.</summary>
internal sealed class SlowServer : IAsyncDisposable
{
    /// <summary>Iterations that would take days.</summary>
    public const long Endless = 1_000_000_000;

    private readonly CopiedModels _models;
    private readonly TestServer _server;

    private SlowServer(CopiedModels models, TestServer server)
    {
        _models = models;
        _server = server;
        Client = InferenceClient.To(server);
        Metrics = new Watched(server);
    }

    public InferenceClient Client { get; }

    public Watched Metrics { get; }

    public ModelVersion Slow => _server.Server.Catalog.Find("slow")!.Latest!;

    /// <param name="inline">Whether runs are held to be cheap, and so begin on the threads that read requests.</param>
    /// <param name="configure">What else is set.</param>
    public static async Task<SlowServer> StartAsync(bool inline, Func<ServerOptions, ServerOptions>? configure = null)
    {
        var models = new CopiedModels(TestFiles.Models, "slow");
        var server = new SlowServer(models, await TestServer.StartAsync(models.Folder, o => (configure?.Invoke(o) ?? o) with { ComputeThreads = 1 }));
        for (var i = 0; i < 100; i++)
        {
            server.Slow.Cost.Add(inline ? 1 : Stopwatch.Frequency);
        }

        return server;
    }

    /// <summary>The model answers a small request, in time and rightly.</summary>
    public async Task AssertServesAsync()
    {
        var answer = await Client.InferAsync(Requests.Slow(2));
        Assert.Equal([3], answer.Outputs[0].Contents.Fp32Contents);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Metrics.Dispose();
        await _server.DisposeAsync();
        _models.Dispose();
    }
}
