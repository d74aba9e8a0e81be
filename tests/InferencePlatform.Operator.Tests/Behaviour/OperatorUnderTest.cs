using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Hosting;
using InferencePlatform.Operator.Observation;
using InferencePlatform.TestCluster;
using InferencePlatform.Testing;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Tests.Behaviour;

/// <summary>An operator that looks after one namespace of an API server, and a client of the test's own beside it.</summary>
internal sealed class OperatorUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly KubernetesClient _own;
    private readonly KubernetesClient _test;
    private readonly ILoggerFactory _loggers;
    private readonly Task _running;

    private OperatorUnderTest(TestNamespace ns, OperatorOptions options, ClusterConfiguration? own)
    {
        Namespace = ns.Name;
        var configuration = KubeConfig.Load(ns.Server.KubeconfigPath);
        _own = new KubernetesClient(own ?? configuration, new KubernetesClientOptions { RequestsPerSecond = 1000, Burst = 1000 });
        _test = new KubernetesClient(configuration, new KubernetesClientOptions { RequestsPerSecond = 1000, Burst = 1000 });
        Counted = new CountingClient(_own);
        _loggers = LoggerFactory.Create(b => b.AddProvider(Log));
        _running = OperatorHost.RunAsync(options with { WatchNamespaces = [ns.Name] }, Counted, _loggers, _stop.Token);
    }

    public string Namespace { get; }

    public ErrorCollectingLoggerProvider Log { get; } = new();

    /// <summary>What the operator calls.</summary>
    public CountingClient Counted { get; }

    /// <summary>The test's own way to the server.</summary>
    public IKubernetesClient Client => _test;

    public static OperatorOptions Options { get; } = new()
    {
        Policy = new OperatorPolicy { ServerImage = "registry.example/inference-server:1.0" },
        ScalingInterval = TimeSpan.FromMilliseconds(100),
    };

    /// <param name="ns">What it looks after.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="configuration">How it comes to the server, if not as its administrator.</param>
    public static OperatorUnderTest Start(TestNamespace ns, OperatorOptions? options = null, ClusterConfiguration? configuration = null) =>
        new(ns, options ?? Options, configuration);

    public ObjectKey Key(string name) => new(Namespace, name);

    /// <summary>Creates a model, or puts another spec in its place.</summary>
    public Task<InferenceModel> ApplyAsync(string name, string spec = "")
    {
        var json = KubernetesYaml.Read(spec) is [var given, ..] ? given : [];
        json["model"] ??= new JsonObject { ["uri"] = "configmap://digits/digits.onnx" };
        var body = new JsonObject
        {
            ["apiVersion"] = "inferenceplatform.io/v1alpha1",
            ["kind"] = "InferenceModel",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["spec"] = json,
        };
        return Client.ApplyAsync<InferenceModel>(ResourceType.Of<InferenceModel>(), Key(name), body, new ApplyOptions("test"), TestContext.Current.CancellationToken);
    }

    public async Task<T?> FindAsync<T>(string name)
        where T : KubernetesObject
    {
        try
        {
            return await Client.GetAsync<T>(Key(name), TestContext.Current.CancellationToken);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Waits until an object is as it should be.</summary>
    public async Task<T> UntilAsync<T>(string name, Func<T, bool> isRight)
        where T : KubernetesObject
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        T? last = null;
        while (DateTimeOffset.UtcNow < deadline)
        {
            last = await FindAsync<T>(name);
            if (last is not null && isRight(last))
            {
                return last;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{typeof(T).Name} {name} never came to be as it should; last it was {JsonSerializer.Serialize(last, KubernetesJson.Options)}. The operator did: {string.Join("; ", Counted.Writes)}.");
    }

    /// <summary>Waits until a condition of a model has a reason.</summary>
    public Task<InferenceModel> UntilSaysAsync(string name, string condition, string reason) =>
        UntilAsync<InferenceModel>(name, m => m.Status?.Conditions?.Any(c => c.Type == condition && c.Reason == reason) == true);

    /// <summary>Waits until there is an event about a model.</summary>
    public async Task UntilEventAsync(string name, string reason)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (!(await Client.ListAllAsync<Event>(Namespace, ListOptions.All, TestContext.Current.CancellationToken)).Items.Any(e => e.Regarding?.Name == name && e.Reason == reason))
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, $"There never was an event {reason} about {name}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public Task<JsonObject> PatchAsync<T>(string name, string merge, string? subresource = null)
        where T : KubernetesObject => Client.PatchAsync<JsonObject>(
            ResourceType.Of<T>(),
            Key(name),
            Patch.Merge(JsonNode.Parse(merge)!.AsObject()),
            new WriteOptions { FieldManager = "test", Subresource = subresource },
            TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _loggers.Dispose();
        await _own.DisposeAsync();
        await _test.DisposeAsync();
    }
}
