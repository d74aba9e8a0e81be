using System.Collections.Concurrent;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Reconciliation;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Signatures;
using InferencePlatform.Operator.Status;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Autoscaling;

/// <summary>Every few seconds asks the pods of models that scale on calls in flight how busy they are, and scales.</summary>
/// <param name="caches">Which models and pods there are.</param>
/// <param name="pods">Asks a pod.</param>
/// <param name="client">Where Deployments are scaled.</param>
/// <param name="memory">Remembers how it went, for the status.</param>
/// <param name="changed">Is told of models whose status is to be looked at.</param>
/// <param name="interval">The time between looks.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class CallsAutoscaler(
    ModelCaches caches, PodReader pods, IKubernetesClient client, ModelMemory memory, Action<ObjectKey> changed, TimeSpan interval, TimeProvider time, ILogger<CallsAutoscaler> logger)
{
    private const int ModelsAtOnce = 16;

    private readonly ConcurrentDictionary<string, ScalingHistory> _histories = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var models = caches.Models.List().Where(m => m.Spec is { Autoscaling.TargetCallsInFlight: not null, Paused: not true } && m.Metadata.DeletionTimestamp is null).ToList();
            foreach (var uid in _histories.Keys.Except(models.Select(m => m.Metadata.Uid!)))
            {
                _histories.TryRemove(uid, out _);
            }

            await Parallel.ForEachAsync(models, new ParallelOptions { MaxDegreeOfParallelism = ModelsAtOnce, CancellationToken = cancellationToken }, ScaleAsync);
        }
    }

    private async ValueTask ScaleAsync(InferenceModel model, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(model);
        try
        {
            if (caches.Deployments.Get(key) is { } deployment && IsHandedOver(deployment, model) && await SampleAsync(model, key, cancellationToken) is { } sample)
            {
                await ScaleAsync(model, deployment, sample, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever is wrong with one model, such as a time that a former CRD let through, the others are still scaled.
            ScalingLog.NotScaled(logger, key, e.Message);
        }
    }

    private Task ScaleAsync(InferenceModel model, Deployment deployment, LoadSample sample, CancellationToken cancellationToken)
    {
        var current = deployment.Spec.Replicas ?? 1;
        var history = _histories.GetOrAdd(model.Metadata.Uid!, _ => new ScalingHistory());
        var wanted = CallsScaler.Decide(model.Spec.Autoscaling!, current, sample, history, time.GetUtcNow());
        if (wanted == current)
        {
            return Task.CompletedTask;
        }

        var key = ObjectKey.Of(model);
        ScalingLog.Scaled(logger, key, current, wanted, sample.CallsInFlight);
        return DeploymentScale.SetAsync(client, key, deployment.Metadata.Uid!, wanted, Scaling.Autoscaled, cancellationToken);
    }

    /// <returns>Null where no pod says anything, which is no reason to scale.</returns>
    private async Task<LoadSample?> SampleAsync(InferenceModel model, ObjectKey key, CancellationToken cancellationToken)
    {
        var ready = caches.PodsOf(key).Where(PodFacts.IsReady).ToList();
        var answers = await Task.WhenAll(ready.Select(p => pods.ReadAsync(p, cancellationToken)));
        var name = ModelNames.Served(model);
        var calls = answers.OfType<ServedModels>().Select(a => a.Models.Where(m => m.Name == name).Sum(m => m.CallsInFlight ?? 0)).ToList();
        if (ready.Count == 0)
        {
            return null;
        }

        Note(model, key, calls.Count > 0
            ? new ScalingNote(true, "")
            : new ScalingNote(false, $"None of the {ready.Count} ready pods answers on its management port, {PortsSpec.Management}; spec.network.metricsFrom must let the operator in."));
        return calls.Count == 0 ? null : new LoadSample(calls.Sum(), calls.Count, ready.Count - calls.Count);
    }

    private void Note(InferenceModel model, ObjectKey key, ScalingNote note)
    {
        if (memory.Noted(model, note))
        {
            changed(key);
        }
    }

    /// <summary>Whether the Deployment is the model's own and its number the autoscaler's; who scales it to zero by hand takes it back.</summary>
    private static bool IsHandedOver(Deployment deployment, InferenceModel model) =>
        ObservedObjects.IsOwnedBy(deployment, model.Metadata.Uid!)
        && deployment.Spec.Replicas != 0
        && deployment.Metadata.Annotations?.GetValueOrDefault(Annotations.ScaledFor) == Scaling.Autoscaled;
}

internal static partial class ScalingLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: from {Before} to {After} replicas for {Calls} calls in flight")]
    public static partial void Scaled(ILogger logger, ObjectKey model, int before, int after, long calls);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} could not be scaled, trying again: {Problem}")]
    public static partial void NotScaled(ILogger logger, ObjectKey model, string problem);
}
