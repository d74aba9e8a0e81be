namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>Holds handlers up and lets a test know how many are held.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _arrivals = new(0);

    /// <summary>Done when the gate is opened.</summary>
    public Task Open => _open.Task;

    public void Arrived() => _arrivals.Release();

    /// <summary>Waits until one more handler stands at the gate.</summary>
    public Task OneAsync() => _arrivals.WaitAsync(Patience.Token);

    public void LetGo() => _open.TrySetResult();
}
