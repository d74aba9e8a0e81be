namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>How a reconcile ended.</summary>
internal enum ReconcileOutcome
{
    Success,
    RequeueAfter,
    Error,
}
