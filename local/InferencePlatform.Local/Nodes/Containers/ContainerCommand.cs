using System.Globalization;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Nodes.Volumes;

namespace InferencePlatform.Local.Nodes.Containers;

/// <summary>The process that a container becomes.</summary>
/// <param name="Program">Path of the program.</param>
/// <param name="Arguments">What it is given.</param>
/// <param name="Environment">All that it sees of the environment.</param>
internal sealed record ContainerCommand(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Makes the server listen on the pod's own address.</summary>
    public const string HostVariable = "INFERENCE_HOST";

    /// <summary>Tells .NET, and through it the server, how many processors the container may use: all that stands for a CPU limit here.</summary>
    public const string ProcessorsVariable = "DOTNET_PROCESSOR_COUNT";

    /// <summary>What a program needs of the platform's own environment to be found and to run.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TMPDIR", "DOTNET_ROOT"];

    public static ContainerCommand Of(Pod pod, Container container, string program, string podIP, MountTable mounts, Func<string, string?> platformEnvironment)
    {
        var environment = Inherited
            .Select(name => (Name: name, Value: platformEnvironment(name)))
            .Where(v => v.Value is not null)
            .ToDictionary(v => v.Name, v => v.Value!);
        environment["HOSTNAME"] = pod.Metadata.Name ?? "";
        environment[HostVariable] = podIP;
        if (CpuQuantity.Processors(container.Resources?.Limits?.GetValueOrDefault("cpu")) is { } processors)
        {
            environment[ProcessorsVariable] = processors.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var variable in container.Env ?? [])
        {
            environment[variable.Name] = mounts.Rewrite(variable.ValueFrom is { FieldRef: { } field }
                ? Field(pod, podIP, field.FieldPath) ?? ""
                : Expansion.Expand(variable.Value ?? "", environment));
        }

        // A command takes the place of the image's program; only its arguments are of use where the program is fixed.
        var arguments = (container.Command ?? []).Skip(1).Concat(container.Args ?? []);
        return new(program, [.. arguments.Select(a => mounts.Rewrite(Expansion.Expand(a, environment)))], environment);
    }

    private static string? Field(Pod pod, string podIP, string path) => path switch
    {
        "metadata.name" => pod.Metadata.Name,
        "metadata.namespace" => pod.Metadata.Namespace,
        "metadata.uid" => pod.Metadata.Uid,
        "spec.nodeName" => NodeFit.NodeName,
        "spec.serviceAccountName" => pod.Spec.ServiceAccountName,
        "status.podIP" or "status.hostIP" => podIP,
        _ => null,
    };
}
