using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Rendering;

namespace InferencePlatform.Operator.Observation;

/// <summary>All that a decision about one model is made of, read once.</summary>
internal sealed record Snapshot
{
    public required InferenceModel Model { get; init; }

    public required ObservedObjects Objects { get; init; }

    /// <summary>The model's pods, of every template.</summary>
    public IReadOnlyList<Pod> Pods { get; init; } = [];

    /// <summary>The endpoint slices of the model's Service.</summary>
    public IReadOnlyList<EndpointSlice> EndpointSlices { get; init; } = [];

    public required ClusterCapabilities Capabilities { get; init; }

    public required OperatorPolicy Policy { get; init; }

    /// <summary>What a pod of some template reported, where one was asked.</summary>
    public ModelReportStatus? Report { get; init; }

    /// <summary>How scaling on calls in flight went last; null where it has not been tried.</summary>
    public ScalingNote? Scaling { get; init; }

    /// <summary>What the API server refused of the model's objects last; null where it refuses nothing.</summary>
    public Refusal? Refusal { get; init; }

    public required DateTimeOffset Now { get; init; }

    public Deployment? Deployment => Objects.Find<Deployment>(Model.Metadata.Name!) is { } d && ObservedObjects.IsOwnedBy(d, Model.Metadata.Uid!) ? d : null;
}

/// <summary>An object that the API server would not take.</summary>
/// <param name="Object">Its kind and name.</param>
/// <param name="Message">What the server said.</param>
internal sealed record Refusal(string Object, string Message);

/// <summary>How the last look at the load went.</summary>
/// <param name="Works">Whether the load is known.</param>
/// <param name="Message">A sentence.</param>
internal sealed record ScalingNote(bool Works, string Message);
