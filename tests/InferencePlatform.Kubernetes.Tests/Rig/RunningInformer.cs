using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>An informer of ConfigMaps that runs until the test ends.</summary>
internal sealed class RunningInformer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly KubernetesClient _client;
    private readonly Task _running;

    public RunningInformer(ScriptedServer server, InformerOptions<ConfigMap>? options = null)
    {
        _client = server.Client();
        Informer = new Informer<ConfigMap>(_client, options ?? new(), NullLogger<Informer<ConfigMap>>.Instance);
        Informer.AddHandler(Changes.Add);
        _running = Informer.RunAsync(_stop.Token);
    }

    public Informer<ConfigMap> Informer { get; }

    public ChangeLog Changes { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _client.DisposeAsync();
        _stop.Dispose();
    }
}
