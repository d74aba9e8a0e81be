namespace InferencePlatform.Service.Fetching;

/// <summary>Bounds each single step of a transfer: a connection that is silent for too long is given up.</summary>
internal sealed class StallGuard(TimeSpan patience)
{
    /// <exception cref="FetchException">The step took too long; another attempt may go better.</exception>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> step, string what, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(patience);
        try
        {
            return await step(over.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FetchException(FetchFailure.Unreachable, $"{what}: nothing came for {patience.TotalSeconds:0.###} s.", e) { IsTransient = true };
        }
    }
}
