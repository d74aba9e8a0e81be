using System.Runtime.CompilerServices;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Scheduling;

/// <summary>
/// A bounded queue of runs and the threads that work it off, first come, first served. A call that is given up leaves
/// the queue at once, so that the dead never keep the living out.
/// </summary>
internal sealed class ComputeQueue : IDisposable
{
    private readonly LinkedList<ComputeJob> _waiting = [];
    private readonly int _maxLength;
    private bool _disposed;

    public ComputeQueue(SchedulerOptions options)
    {
        _maxLength = options.MaxQueueLength;
        for (var i = 0; i < options.ComputeThreads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = $"compute-{i}" }.Start();
        }
    }

    public int Length
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Runs a job on a compute thread.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Signalled when nobody waits for the job.</param>
    /// <exception cref="InferenceException">The queue is full.</exception>
    /// <exception cref="OperationCanceledException">The job was dropped before it began, or stopped.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(ComputeJob job, CancellationToken cancellationToken)
    {
        var place = Enqueue(job);

        // A job that runs is awaited even after it was stopped: until it ends, it reads its inputs' memory.
        await using var registration = cancellationToken.UnsafeRegister(_ => GiveUp(place), null);
        await job.Completion;
    }

    /// <summary>Lets the threads end once the queue is empty.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _disposed = true;
            Monitor.PulseAll(_waiting);
        }
    }

    private LinkedListNode<ComputeJob> Enqueue(ComputeJob job)
    {
        lock (_waiting)
        {
            if (_waiting.Count >= _maxLength)
            {
                throw new InferenceException(InferenceError.ResourceExhausted, $"{_maxLength} calls wait to be computed, which is the limit; try again later.");
            }

            var place = _waiting.AddLast(job);
            Monitor.Pulse(_waiting);
            return place;
        }
    }

    private void GiveUp(LinkedListNode<ComputeJob> place)
    {
        bool waiting;
        lock (_waiting)
        {
            waiting = place.List is not null;
            if (waiting)
            {
                _waiting.Remove(place);
            }
        }

        if (waiting)
        {
            place.Value.Drop();
        }
        else
        {
            place.Value.Stop();
        }
    }

    private void Work()
    {
        while (Take() is { } job)
        {
            job.Run();
        }
    }

    private ComputeJob? Take()
    {
        lock (_waiting)
        {
            while (_waiting.First is null)
            {
                if (_disposed)
                {
                    return null;
                }

                Monitor.Wait(_waiting);
            }

            var job = _waiting.First.Value;
            _waiting.RemoveFirst();
            return job;
        }
    }
}
