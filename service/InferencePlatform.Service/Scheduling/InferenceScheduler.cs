using System.Diagnostics;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Tracing;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Scheduling;

/// <summary>
/// Decides where a run happens. A model measured to be cheap runs on the thread that read the request: handing it over
/// would cost more than the run. Any other waits, in a bounded queue, for one of a few threads kept for computing, so
/// that long runs never hold up the threads that read and write the network.
/// </summary>
internal sealed class InferenceScheduler(SchedulerOptions options, ServiceMetrics metrics) : IDisposable
{
    /// <summary>Threads beyond the processors read requests too now and then.</summary>
    private const int InlinePlaces = 8;

    /// <summary>Above this a hand-over, some tens of microseconds with the wake-up of a thread, is small beside the run.</summary>
    private static readonly double CheapTicks = 50e-6 * Stopwatch.Frequency;

    private readonly ComputeQueue _queue = new(options);
    private readonly InlineRuns _inline = new(InlinePlaces * Environment.ProcessorCount);

    /// <summary>Calls waiting for a compute thread.</summary>
    public int QueueLength => _queue.Length;

    /// <summary>Runs a model; the caller disposes of the result.</summary>
    /// <exception cref="InferenceException">The queue is full, or ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more; it was not worked out.</exception>
    public ValueTask<InferenceResult> RunAsync(
        ModelVersion version, OrtValue[] inputs, OutputSelection outputs, ICallLifetime lifetime)
    {
        if (lifetime.DeadlinePassed)
        {
            throw new OperationCanceledException("The deadline passed before the run began.");
        }

        return version.Cost.AverageTicks < CheapTicks && _inline.TryBegin(lifetime, out var options) is { } place
            ? ValueTask.FromResult(RunInline(version, inputs, outputs, place, options!))
            : RunQueuedAsync(version, inputs, outputs, lifetime);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _inline.Dispose();
    }

    private InferenceResult RunInline(
        ModelVersion version, OrtValue[] inputs, OutputSelection outputs, InlineRun place, RunOptions options)
    {
        try
        {
            metrics.Of(version).RecordQueue(0);
            return Run(version, inputs, outputs, options, Spans.Request);
        }
        finally
        {
            place.End();
        }
    }

    private async ValueTask<InferenceResult> RunQueuedAsync(
        ModelVersion version, OrtValue[] inputs, OutputSelection outputs, ICallLifetime lifetime)
    {
        var wait = new QueueWait(metrics.Of(version));
        using var stop = new RunOptions();
        var job = new ComputeJob(
            () =>
            {
                wait.Served();
                return Run(version, inputs, outputs, stop, wait.Request);
            },
            () => stop.Terminate = true);
        try
        {
            return await _queue.RunAsync(job, lifetime.Token);
        }
        finally
        {
            wait.Over();
        }
    }

    private InferenceResult Run(ModelVersion version, OrtValue[] inputs, OutputSelection outputs, RunOptions options, Activity? request)
    {
        using var span = Spans.StartCompute(request, version);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var values = version.Model.Run(inputs, outputs.Names, options);
            var took = Stopwatch.GetTimestamp() - start;
            version.Cost.Add(took);
            metrics.Of(version).RecordCompute(took);
            return new InferenceResult(values, outputs);
        }
        catch (OnnxRuntimeException e) when (options.Terminate)
        {
            version.Cost.AddAtLeast(Stopwatch.GetTimestamp() - start);
            throw new OperationCanceledException("The run was stopped because nobody waits for it.", e);
        }
        catch (OnnxRuntimeException e)
        {
            throw RunFailure.From(version, e);
        }
    }
}
