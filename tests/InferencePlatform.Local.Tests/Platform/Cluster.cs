using System.Net;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;
using InferencePlatform.Operator.Api.V1Alpha1;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Local.Tests.Platform;

/// <summary>What a user does with a platform and sees of it, over its API.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    public const string Namespace = "default";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly ResourceType Models = ResourceType.Of<InferenceModel>();

    private readonly IKubernetesClient _client;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Informer<InferenceModel> _models;
    private readonly Informer<Pod> _pods;
    private readonly Task _watching;
    private TaskCompletionSource _changed = NewSignal();

    public Cluster(IKubernetesClient client)
    {
        _client = client;
        _models = new(client, new(), NullLogger<Informer<InferenceModel>>.Instance);
        _pods = new(client, new(), NullLogger<Informer<Pod>>.Instance);
        _models.AddHandler((_, _) => Signal());
        _pods.AddHandler((_, _) => Signal());
        _watching = Task.WhenAll(_models.RunAsync(_stopping.Token), _pods.RunAsync(_stopping.Token));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public InferenceModel? Model(string name) => _models.Lister.Get(new(Namespace, name));

    public IReadOnlyList<Pod> Pods(string model) =>
        [.. _pods.Lister.List(Namespace).Where(p => p.Metadata.Labels?.GetValueOrDefault("inferenceplatform.io/model") == model)];

    /// <summary>Applies a model; fields of <paramref name="change"/> are laid over a small spec.</summary>
    public Task ApplyAsync(string name, string uri, Action<JsonObject>? change = null)
    {
        var spec = new JsonObject
        {
            ["model"] = new JsonObject { ["uri"] = uri, ["name"] = "example_model" },

            // The default of 5 s is for load balancers that notice late; this platform's notices at once.
            ["serving"] = new JsonObject { ["drainDelay"] = "1s" },
        };
        change?.Invoke(spec);
        var model = new JsonObject
        {
            ["apiVersion"] = Models.ApiVersion,
            ["kind"] = Models.Kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["spec"] = spec,
        };
        return _client.ApplyAsync<JsonObject>(Models, new(Namespace, name), model, new("test") { Force = true }, Cancel);
    }

    public Task DeleteAsync(string name) => _client.DeleteAsync(Models, new(Namespace, name), DeleteOptions.Plain, Cancel);

    public Task ScaleAsync(string name, int replicas) => _client.PatchAsync<JsonObject>(
        Models, new(Namespace, name), Patch.Merge(new() { ["spec"] = new JsonObject { ["replicas"] = replicas } }), new() { Subresource = "scale" }, Cancel);

    /// <summary>Changes the pods' template as a new version of anything does.</summary>
    public Task RollAsync(string name, string mark) => _client.PatchAsync<JsonObject>(
        Models, new(Namespace, name),
        Patch.Merge(new() { ["spec"] = new JsonObject { ["podAnnotations"] = new JsonObject { ["example.com/mark"] = mark } } }), WriteOptions.Plain, Cancel);

    /// <summary>Waits until the revision that the spec asks for serves, and no pod of another is left.</summary>
    public Task<InferenceModel> RolledOutAsync(string name, int pods) => UntilAsync(
        name, m => Condition(m, "Ready") is { Status: "True" } ready && ready.ObservedGeneration == m.Metadata.Generation && Pods(name).Count == pods);

    public Task<InferenceModel> ReadyAsync(string name) => UntilAsync(
        name, m => Condition(m, "Ready") is { Status: "True" } ready && ready.ObservedGeneration == m.Metadata.Generation);

    public async Task<InferenceModel> UntilAsync(string name, Func<InferenceModel, bool> holds)
    {
        await UntilAsync(() => Model(name) is { } m && holds(m), () => $"{name}: {JsonEquality.Node(Model(name)?.Status)}");
        return Model(name)!;
    }

    public async Task UntilAsync(Func<bool> holds, Func<string> describe)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Patience);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (holds())
            {
                return;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
            {
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s. Last seen: {describe()}");
            }
        }
    }

    /// <summary>Waits until the garbage collector, which takes them in no order, has left no object of a kind that belongs to a model.</summary>
    public async Task NoneLeftAsync<T>(string model)
        where T : KubernetesObject
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Patience);
        var type = ResourceType.Of<T>();
        var all = await _client.ListAsync<T>(type, Namespace, ListOptions.All, patience.Token);
        var left = all.Items.Select(o => o.Metadata.Name!).Where(n => n == model || n.StartsWith(model + "-", StringComparison.Ordinal)).ToHashSet();
        if (left.Count == 0)
        {
            return;
        }

        await foreach (var change in _client.WatchAsync<T>(type, Namespace, new() { ResourceVersion = all.ResourceVersion }, patience.Token))
        {
            if (change.Type == WatchEventType.Deleted && left.Remove(change.Object!.Metadata.Name!) && left.Count == 0)
            {
                return;
            }
        }

        Assert.Fail($"Still there: {string.Join(", ", left)}");
    }

    public static ModelCondition? Condition(InferenceModel model, string type) => model.Status?.Conditions?.FirstOrDefault(c => c.Type == type);

    public static int PidOf(Pod pod) => int.Parse(pod.Status!.ContainerStatuses![0].ContainerID!["process://".Length..], System.Globalization.CultureInfo.InvariantCulture);

    public async Task<T?> FindAsync<T>(string name)
        where T : KubernetesObject
    {
        try
        {
            return await _client.GetAsync<T>(new ObjectKey(Namespace, name), Cancel);
        }
        catch (ApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
}
