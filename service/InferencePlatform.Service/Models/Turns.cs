using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Service.Models;

/// <summary>Lets so many in at once; the others wait, first come, first served.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore has nothing to dispose of until its wait handle is asked for.")]
internal sealed class Turns(int atOnce)
{
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <summary>Waits for a turn; disposing of it ends it.</summary>
    public async Task<Turn> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Turn(_free);
    }

    internal readonly struct Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
