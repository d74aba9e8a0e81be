using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>What the user asks for.</summary>
[Cel(
    "!has(self.autoscaling) || !has(self.autoscaling.cpu) || (has(self.resources) && (has(self.resources.requests) && 'cpu' in self.resources.requests || has(self.resources.limits) && 'cpu' in self.resources.limits))",
    "scaling on CPU needs resources.requests.cpu: use is measured in percent of it",
    FieldPath = ".autoscaling")]
internal sealed record InferenceModelSpec
{
    [Description("The model: where it comes from and what it is called.")]
    public required ModelSpec Model { get; init; }

    [Description("How the server serves it.")]
    public ServingSpec? Serving { get; init; }

    [Description("Pods that serve the model. Under autoscaling it is the number to begin with, and later changes of it do nothing.")]
    [Range(0, 1000)]
    [DefaultValue(1)]
    public int? Replicas { get; init; }

    [Description("Has the number of pods follow the load. Without it the number is spec.replicas, or what was scaled to by hand.")]
    public AutoscalingSpec? Autoscaling { get; init; }

    [Description("How a change reaches the pods.")]
    public RolloutSpec? Rollout { get; init; }

    [Description("CPU, memory and other resources of each pod. The server takes as many threads as the CPU limit has CPUs.")]
    public ResourcesSpec? Resources { get; init; }

    [Description("Which nodes the pods run on.")]
    public SchedulingSpec? Scheduling { get; init; }

    [Description("How many pods a drain of nodes must leave. It applies from two replicas up; at one it would block drains for ever.")]
    public DisruptionSpec? Disruption { get; init; }

    [Description("Who may reach the pods over the network. Without it every pod of the cluster may.")]
    public NetworkSpec? Network { get; init; }

    [Description("What the model is expected to keep to, for alerts and dashboards. It changes nothing of what runs.")]
    public ObjectivesSpec? Objectives { get; init; }

    [Description("The server's image. It must match one of the operator's allowed images. Without it the operator's own choice runs.")]
    [MinLength(1)]
    [MaxLength(512)]
    public string? Image { get; init; }

    [Description("Secrets in this namespace with the credentials of the registry that the images are pulled from.")]
    [MaxLength(8)]
    [ListMap("name")]
    public IReadOnlyList<SecretReference>? ImagePullSecrets { get; init; }

    [Description("Environment variables of the server and of what fetches the model, such as HTTPS_PROXY and NO_PROXY, with literal values.")]
    [MaxLength(64)]
    [ListMap("name")]
    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }

    [Description("Labels put on the pods beside the operator's own.")]
    [MaxLength(16)]
    [Items(MaxLength = 63, Pattern = LabelPatterns.Value)]
    [Cel(ReservedKeys.PodRule, ReservedKeys.PodMessage)]
    public IReadOnlyDictionary<string, string>? PodLabels { get; init; }

    [Description("Annotations put on the pods beside the operator's own.")]
    [MaxLength(16)]
    [Items(MaxLength = 4096)]
    [Cel(ReservedKeys.PodRule, ReservedKeys.PodMessage)]
    public IReadOnlyDictionary<string, string>? PodAnnotations { get; init; }

    [Description("Labels put on the Service beside the operator's own.")]
    [MaxLength(16)]
    [Items(MaxLength = 63, Pattern = LabelPatterns.Value)]
    [Cel(ReservedKeys.Rule, ReservedKeys.Message)]
    public IReadOnlyDictionary<string, string>? ServiceLabels { get; init; }

    [Description("Annotations put on the Service. Keys of service.kubernetes.io and local.inferenceplatform.io are allowed here.")]
    [MaxLength(16)]
    [Items(MaxLength = 4096)]
    [Cel(ReservedKeys.ServiceAnnotationRule, ReservedKeys.Message)]
    public IReadOnlyDictionary<string, string>? ServiceAnnotations { get; init; }

    [Description("While true the operator changes nothing of what runs; the status goes on telling what does.")]
    public bool? Paused { get; init; }
}
