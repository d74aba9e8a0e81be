using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Scheduling;

/// <summary>One run waiting for, or on, a compute thread.</summary>
internal sealed class ComputeJob(Func<InferenceResult> run, Action stop)
{
    private readonly TaskCompletionSource<InferenceResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<InferenceResult> Completion => _completion.Task;

    public void Run()
    {
        try
        {
            _completion.SetResult(run());
        }
        catch (OperationCanceledException e)
        {
            _completion.SetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            _completion.SetException(e);
        }
    }

    /// <summary>Ends a job that has not begun.</summary>
    public void Drop() => _completion.SetCanceled();

    /// <summary>Makes a job that is running end early.</summary>
    public void Stop() => stop();
}
