using System.Diagnostics;
using System.Runtime.CompilerServices;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Tracing;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Runtime.Native;
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

    /// <summary>Runs a model.</summary>
    /// <param name="version">A version that stays leased meanwhile.</param>
    /// <param name="inputs">One tensor for each of its inputs; stay the caller's.</param>
    /// <param name="outputs">The outputs wanted.</param>
    /// <param name="result">Takes them.</param>
    /// <param name="lifetime">Whether anybody still waits.</param>
    /// <exception cref="InferenceException">The queue is full, or ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more; it was not worked out.</exception>
    public ValueTask RunAsync(
        ModelVersion version, TensorValue[] inputs, OutputSelection outputs, InferenceResult result, ICallLifetime lifetime)
    {
        if (lifetime.DeadlinePassed)
        {
            throw new OperationCanceledException("The deadline passed before the run began.");
        }

        if (version.Cost.AverageTicks < CheapTicks && _inline.TryBegin(lifetime, out var options) is { } place)
        {
            RunInline(version, inputs, outputs, result, place, options!);
            return ValueTask.CompletedTask;
        }

        return RunQueuedAsync(version, inputs, outputs, result, lifetime);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _inline.Dispose();
    }

    private void RunInline(
        ModelVersion version, TensorValue[] inputs, OutputSelection outputs, InferenceResult result, InlineRun place, RunOptions options)
    {
        try
        {
            metrics.Of(version).RecordQueue(0);
            Run(version, inputs, outputs, result, options, Spans.Request);
        }
        finally
        {
            place.End();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunQueuedAsync(
        ModelVersion version, TensorValue[] inputs, OutputSelection outputs, InferenceResult result, ICallLifetime lifetime)
    {
        var wait = new QueueWait(metrics.Of(version));
        using var stop = new RunOptions();
        var job = new ComputeJob(
            () =>
            {
                wait.Served();
                Run(version, inputs, outputs, result, stop, wait.Request);
            },
            () => stop.Terminate = true);
        try
        {
            await _queue.RunAsync(job, lifetime.Token);
        }
        finally
        {
            wait.Over();
        }
    }

    private void Run(
        ModelVersion version, TensorValue[] inputs, OutputSelection outputs, InferenceResult result, RunOptions options, Activity? request)
    {
        using var span = Spans.StartCompute(request, version);
        var start = Stopwatch.GetTimestamp();
        try
        {
            result.Run(version.Model, inputs, outputs, options);
            var took = Stopwatch.GetTimestamp() - start;
            version.Cost.Add(took);
            metrics.Of(version).RecordCompute(took);
        }
        catch (OrtException e)
        {
            version.Cost.AddAtLeast(Stopwatch.GetTimestamp() - start);
            throw options.Terminate
                ? new OperationCanceledException("The run was stopped because nobody waits for it.", e)
                : RunFailure.From(version, e);
        }
    }
}
