using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Operator.Observation;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>How carrying out a plan went, where the API server took every call.</summary>
/// <param name="Refusal">The first object that it would not have; null where it had all.</param>
/// <param name="Error">What it answered to that.</param>
internal sealed record Execution(Refusal? Refusal, ApiException? Error)
{
    public static Execution Complete { get; } = new(null, null);

    /// <summary>Whether an object came, went or was replaced since the plan was made, so that the rest of it was left undone.</summary>
    public bool IsOutdated { get; init; }
}
