namespace InferencePlatform.Operator.Status;

/// <summary>The conditions of an InferenceModel. True is the good case of each.</summary>
internal static class ConditionTypes
{
    /// <summary>Every wanted pod of what the spec asks for now serves and is reachable.</summary>
    public const string Ready = "Ready";

    /// <summary>Some pod serves, of whatever template.</summary>
    public const string Available = "Available";

    /// <summary>The model is the one that was asked for, and loads.</summary>
    public const string ModelVerified = "ModelVerified";

    /// <summary>All pods are of the template that the spec asks for.</summary>
    public const string RolledOut = "RolledOut";

    /// <summary>All pods have a node.</summary>
    public const string Scheduled = "Scheduled";

    /// <summary>The number of pods follows the load; only with <c>spec.autoscaling</c>.</summary>
    public const string Autoscaling = "Autoscaling";
}
