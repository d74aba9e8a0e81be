using System.ComponentModel;
using System.Text.Json.Serialization;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

public sealed record Container
{
    public required string Name { get; init; }

    public string? Image { get; init; }

    [Atomic]
    public IReadOnlyList<string>? Command { get; init; }

    [Atomic]
    public IReadOnlyList<string>? Args { get; init; }

    public string? WorkingDir { get; init; }

    [ListMap("containerPort", "protocol")]
    [PatchMergeKey("containerPort")]
    public IReadOnlyList<ContainerPort>? Ports { get; init; }

    [ListMap("name")]
    [PatchMergeKey("name")]
    public IReadOnlyList<EnvVar>? Env { get; init; }

    public ResourceRequirements? Resources { get; init; }

    [ListMap("mountPath")]
    [PatchMergeKey("mountPath")]
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }

    public Probe? LivenessProbe { get; init; }

    public Probe? ReadinessProbe { get; init; }

    public Probe? StartupProbe { get; init; }

    public Lifecycle? Lifecycle { get; init; }

    public string? TerminationMessagePath { get; init; }

    /// <summary><c>File</c> or <c>FallbackToLogsOnError</c>.</summary>
    public string? TerminationMessagePolicy { get; init; }

    public string? ImagePullPolicy { get; init; }

    public SecurityContext? SecurityContext { get; init; }
}

public sealed record ContainerPort
{
    public string? Name { get; init; }

    [JsonPropertyName("containerPort")]
    public int Port { get; init; }

    [DefaultValue("TCP")]
    public string? Protocol { get; init; }
}

public sealed record EnvVar
{
    public required string Name { get; init; }

    public string? Value { get; init; }

    public EnvVarSource? ValueFrom { get; init; }
}

public sealed record EnvVarSource
{
    public ObjectFieldSelector? FieldRef { get; init; }
}

[Atomic]
public sealed record ObjectFieldSelector
{
    public string? ApiVersion { get; init; }

    public required string FieldPath { get; init; }
}

/// <summary>Amounts are Kubernetes quantities, such as <c>500m</c> or <c>1Gi</c>, by resource name.</summary>
public sealed record ResourceRequirements
{
    [Quantity]
    public IReadOnlyDictionary<string, string>? Limits { get; init; }

    [Quantity]
    public IReadOnlyDictionary<string, string>? Requests { get; init; }
}

public sealed record VolumeMount
{
    public required string Name { get; init; }

    public required string MountPath { get; init; }

    public string? SubPath { get; init; }

    public bool? ReadOnly { get; init; }
}

public sealed record Lifecycle
{
    public LifecycleHandler? PreStop { get; init; }
}

public sealed record LifecycleHandler
{
    public SleepAction? Sleep { get; init; }
}

public sealed record SleepAction
{
    public long Seconds { get; init; }
}

public sealed record SecurityContext
{
    public bool? AllowPrivilegeEscalation { get; init; }

    public bool? Privileged { get; init; }

    public bool? ReadOnlyRootFilesystem { get; init; }

    public bool? RunAsNonRoot { get; init; }

    public long? RunAsUser { get; init; }

    public long? RunAsGroup { get; init; }

    public Capabilities? Capabilities { get; init; }

    public SeccompProfile? SeccompProfile { get; init; }
}

public sealed record Capabilities
{
    [Atomic]
    public IReadOnlyList<string>? Add { get; init; }

    [Atomic]
    public IReadOnlyList<string>? Drop { get; init; }
}
