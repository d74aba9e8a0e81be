namespace InferencePlatform.Service.Models;

/// <summary>
/// Bounds how many models are loaded at once. Each load has a thread of its own: it takes seconds, and the pool's
/// threads are there for calls.
/// </summary>
internal sealed class LoadSlots(int count)
{
    private readonly Turns _turns = new(count);

    public async Task<T> RunAsync<T>(Func<T> load, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(cancellationToken);
        return await Task.Factory.StartNew(load, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
