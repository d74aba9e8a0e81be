namespace InferencePlatform.Kubernetes.Controllers;

/// <summary>How a reconcile that did not fail ended.</summary>
/// <param name="RequeueAfter">When to call again though nothing changed; null for never.</param>
public readonly record struct ReconcileResult(TimeSpan? RequeueAfter)
{
    public static ReconcileResult Done => default;

    public static ReconcileResult After(TimeSpan time) => new(time);
}
