namespace InferencePlatform.Service.Scheduling;

/// <summary>One run waiting for, or on, a compute thread.</summary>
internal sealed class ComputeJob(Action run, Action stop)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Completion => _completion.Task;

    public void Run()
    {
        try
        {
            run();
            _completion.SetResult();
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
