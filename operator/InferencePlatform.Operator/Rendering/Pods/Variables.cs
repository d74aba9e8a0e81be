using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>The environment variables of a spec as a container has them.</summary>
internal static class Variables
{
    public static IReadOnlyList<EnvVar>? Of(IReadOnlyList<EnvironmentVariable>? variables) =>
        variables is { Count: > 0 } ? [.. variables.Select(v => new EnvVar { Name = v.Name, Value = Literal.Of(v.Value) })] : null;
}
