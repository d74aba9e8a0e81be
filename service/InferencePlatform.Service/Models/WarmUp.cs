using System.Diagnostics;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Runtime.Native;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Models;

/// <summary>
/// Runs a model before anybody else does, so that the first call is as fast as the others and the cost of a run is
/// known. Samples that were given must run. Made-up inputs need not: a model may rightly refuse zeros.
/// </summary>
internal sealed class WarmUp(TimeSpan limit, TimeProvider time, ILogger logger)
{
    /// <exception cref="ModelLoadException">A given sample does not run, or the time is over before all have.</exception>
    public void Run(ModelVersion version, ModelSettings settings, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        for (var i = 0; i < settings.Warmup.Count; i++)
        {
            if (Try(version, () => settings.Warmup[i], settings.WarmupRuns, either.Token) is { } failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new ModelLoadException($"Warm-up sample {i + 1} of {settings.Warmup.Count} did not run: {failure}") { Kind = LoadFailureKind.WarmUpFailed };
            }
        }

        if (settings.Warmup.Count == 0 && Try(version, () => SyntheticSample.For(version.Signature), settings.WarmupRuns, either.Token) is { } reason)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RepositoryLog.NotWarmed(logger, version.Name, version.Version, reason);
        }
    }

    private string? Try(ModelVersion version, Func<WarmupSample> sample, int runs, CancellationToken cancellationToken)
    {
        // Warm-up is rare: what it borrows is freed, not kept.
        var request = new InferenceRequest(new MessageBufferPool(0), new ByteLease(new ByteBudget(long.MaxValue)));
        using var stoppable = new RunOptions();
        using var stop = cancellationToken.UnsafeRegister(_ => stoppable.Terminate = true, null);
        try
        {
            sample().Fill(request);
            var inputs = InputBinder.Bind(version.Signature, request);
            for (var run = 0; run < runs; run++)
            {
                RunOnce(version, inputs, request.Result, stoppable, isFirst: run == 0 && runs > 1);
            }

            return null;
        }
        catch (InferenceException e)
        {
            return e.Message;
        }
        catch (OrtException) when (cancellationToken.IsCancellationRequested)
        {
            return $"warm-up took longer than {limit.TotalSeconds:0.##} s.";
        }
        catch (OrtException e)
        {
            return OrtMessage.Clean(e);
        }
        finally
        {
            request.Reset();
        }
    }

    // The first run allocates what the later ones use again, so its time says nothing about theirs.
    private static void RunOnce(ModelVersion version, TensorValue[] inputs, InferenceResult result, RunOptions stoppable, bool isFirst)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            result.Run(version.Model, inputs, version.AllOutputs, stoppable);
        }
        catch (OrtException)
        {
            version.Cost.AddAtLeast(Stopwatch.GetTimestamp() - start);
            throw;
        }

        if (!isFirst)
        {
            version.Cost.Add(Stopwatch.GetTimestamp() - start);
        }
    }
}
