using System.Diagnostics;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Bench.ServiceFloor;

/// <summary>One request run again and again through what the server uses: binder, scheduler, result.</summary>
internal sealed unsafe class Loop : IDisposable
{
    private const int Rounds = 7;
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(300);

    private readonly ModelVersion _version;
    private readonly MessageBufferPool _buffers = new(64 << 20);
    private readonly ServiceMetrics _metrics = new();
    private readonly InferenceScheduler _scheduler;
    private readonly InferenceRequest _request;
    private readonly MessageBuffer _name;
    private readonly MessageBuffer _input;
    private readonly long[] _shape;
    private readonly WaitedFor _lifetime = new();

    public Loop(ModelVersion version, int floats)
    {
        _version = version;
        _scheduler = new InferenceScheduler(new SchedulerOptions(ComputeThreads: 1, MaxQueueLength: 1), _metrics);
        _request = new InferenceRequest(_buffers, new ByteLease(new ByteBudget(long.MaxValue)));
        var name = version.Signature.Inputs[0].Utf8Name;
        _name = _buffers.Rent(name.Length);
        name.CopyTo(_name.Span);
        _input = _buffers.Rent(floats * sizeof(float));
        _input.Span.Clear();
        _shape = [floats];
    }

    /// <summary>The median of a few rounds, the first of which warm the code up; and what a run allocates.</summary>
    public (double NanosecondsPerRun, double BytesPerRun) Measure()
    {
        Round();
        Round();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Round()).OrderBy(round => round.Nanoseconds).ToArray();
        return rounds[Rounds / 2];
    }

    public void Dispose()
    {
        _name.Dispose();
        _input.Dispose();
        _scheduler.Dispose();
        _metrics.Dispose();
        _buffers.Dispose();
    }

    private (double Nanoseconds, double Bytes) Round()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        long runs = 0;
        TimeSpan elapsed;
        do
        {
            for (var i = 0; i < 16; i++)
            {
                Run();
            }

            runs += 16;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < RoundLength);

        return (elapsed.TotalNanoseconds / runs, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / runs);
    }

    private void Run()
    {
        var input = _request.AddInput();
        input.Name = new NativeBytes(_name.Pointer, _name.Length);
        input.DataType = DataType.Fp32;
        input.SetShape(_shape);
        input.Data = new NativeBytes(_input.Pointer, _input.Length);
        var inputs = InputBinder.Bind(_version.Signature, _request);
        var run = _scheduler.RunAsync(_version, inputs, _version.AllOutputs, _request.Result, _lifetime);
        if (!run.IsCompletedSuccessfully)
        {
            // Not measured to be cheap yet, so it went to the compute thread.
            run.AsTask().GetAwaiter().GetResult();
        }

        if (_request.Result.Outputs[0].Count != _shape[0])
        {
            throw new InvalidOperationException("The output has not the input's length.");
        }

        _request.Reset();
    }

    private sealed class WaitedFor : ICallLifetime
    {
        public bool DeadlinePassed => false;

        public bool IsOver => false;

        public CancellationToken Token => CancellationToken.None;
    }
}
