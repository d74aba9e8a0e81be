namespace InferencePlatform.Operator.Reconciliation;

/// <summary>Who the operator says it is, for <c>managedFields</c>.</summary>
internal static class FieldManagers
{
    /// <summary>Owns what is rendered, and the status.</summary>
    public const string Operator = "inference-operator";

    /// <summary>
    /// Scales. It is another manager, because the rendered Deployment says nothing of replicas: were it the same, each
    /// apply would give the number up.
    /// </summary>
    public const string Scale = "inference-operator-scale";
}
