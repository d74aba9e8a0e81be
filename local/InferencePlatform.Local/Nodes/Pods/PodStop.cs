namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>Tells all that belongs to a pod to end: in peace first, then at once.</summary>
internal sealed class PodStop : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _now = new();

    /// <summary>Ends when the pod is to end.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Ends when there is no more time.</summary>
    public CancellationToken Now => _now.Token;

    /// <summary>Time from the request to SIGKILL.</summary>
    public TimeSpan Grace { get; private set; }

    public void Request(TimeSpan grace)
    {
        if (!_requested.IsCancellationRequested)
        {
            Grace = grace;
            _requested.Cancel();
        }
        else if (grace < Grace)
        {
            // Somebody grew impatient: kubectl delete --grace-period with a shorter one, or --force.
            _now.CancelAfter(grace);
        }
    }

    public void AtOnce()
    {
        Request(TimeSpan.Zero);
        _now.Cancel();
    }

    public void Dispose()
    {
        _requested.Dispose();
        _now.Dispose();
    }
}
