using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Discovery;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Operator.Autoscaling;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Reconciliation;
using InferencePlatform.Operator.Signatures;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Hosting;

/// <summary>The parts of an operator, made and tied together; nothing runs yet.</summary>
internal sealed class OperatorParts : IDisposable
{
    /// <summary>A pod answers from memory; one that takes longer is out of reach.</summary>
    private static readonly TimeSpan PodPatience = TimeSpan.FromSeconds(2);

    private readonly PodReader _pods = new(PodPatience);

    public OperatorParts(OperatorOptions options, IKubernetesClient client, EventRecorder events, ILoggerFactory loggers)
    {
        var time = options.TimeProvider;
        var memory = new ModelMemory();
        Caches = new ModelCaches(client, options.WatchNamespaces, loggers);
        Gatherer = new Gatherer(Caches, memory, options.Policy, () => Capabilities!.Current, time);
        var reconciler = new ModelReconciler(
            Caches,
            Gatherer,
            new PlanExecutor(client, loggers.CreateLogger<PlanExecutor>()),
            new SignatureReader(_pods),
            new StatusReporter(new StatusWriter(client), memory, events, loggers.CreateLogger<StatusReporter>()),
            memory);
        Controller = new Controller("inferencemodel", reconciler, new ControllerOptions { Concurrency = options.Concurrency, TimeProvider = time }, loggers.CreateLogger<Controller>());
        Caches.Watch(Controller);
        Capabilities = new CapabilityWatcher(new ApiDiscovery(client, time), Caches, Controller, time, loggers.CreateLogger<CapabilityWatcher>());
        Autoscaler = new CallsAutoscaler(Caches, _pods, client, memory, key => Controller.Queue.Add(key), options.ScalingInterval, time, loggers.CreateLogger<CallsAutoscaler>());
    }

    public ModelCaches Caches { get; }

    public Gatherer Gatherer { get; }

    public Controller Controller { get; }

    public CapabilityWatcher Capabilities { get; }

    public CallsAutoscaler Autoscaler { get; }

    public void Dispose()
    {
        Controller.Dispose();
        _pods.Dispose();
    }
}
