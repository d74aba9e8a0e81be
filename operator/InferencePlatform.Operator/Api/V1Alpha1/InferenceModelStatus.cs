using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>What runs, as the operator sees it.</summary>
internal sealed record InferenceModelStatus
{
    /// <summary>Characters of an image's name at most.</summary>
    public const int MaxImage = 512;

    [Description("The generation of the spec that this status tells of.")]
    [Range(0L, 999_999_999_999_999L)]
    public long? ObservedGeneration { get; init; }

    [Description("Ready, Available, ModelVerified, RolledOut and Scheduled, and Autoscaling where the spec asks for that. True is the good case of each.")]
    [MaxLength(16)]
    [ListMap("type")]
    public IReadOnlyList<ModelCondition>? Conditions { get; init; }

    [Description("Pods that there are.")]
    [Range(0, int.MaxValue)]
    public int? Replicas { get; init; }

    [Description("Pods of what the spec asks for now that are ready.")]
    [Range(0, int.MaxValue)]
    public int? ReadyReplicas { get; init; }

    [Description("Ready and wanted pods, such as 2/3.")]
    [MaxLength(32)]
    public string? Serving { get; init; }

    [Description("Label selector of the pods, for autoscalers.")]
    [MaxLength(256)]
    public string? Selector { get; init; }

    [Description("Where to call the model.")]
    public EndpointStatus? Endpoint { get; init; }

    [Description("The server image of the pods that the spec asks for now.")]
    [MaxLength(MaxImage)]
    public string? Image { get; init; }

    [Description("The model as a pod reports it.")]
    public ModelReportStatus? Model { get; init; }

    [Description("The failure seen last. It stays when things are well again.")]
    public FailureStatus? LastFailure { get; init; }
}
