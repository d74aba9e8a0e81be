using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A variable with a literal value: nothing is read from a Secret, a ConfigMap or the pod.</summary>
internal sealed record EnvironmentVariable
{
    /// <summary>Variables that settings of the spec, the loader or the runtime own.</summary>
    public static IReadOnlyList<string> ReservedPrefixes { get; } = ["INFERENCE_", "LD_", "DOTNET_", "COMPlus_", "CORECLR_", "ASPNETCORE_"];

    [Description("Its name. Reserved are PATH and names that begin with INFERENCE_, LD_, DOTNET_, COMPlus_, CORECLR_ or ASPNETCORE_.")]
    [MinLength(1)]
    [MaxLength(128)]
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$")]
    [Cel("self != 'PATH' && !self.matches('^(INFERENCE_|LD_|DOTNET_|COMPlus_|CORECLR_|ASPNETCORE_)')",
        "PATH and names that begin with INFERENCE_, LD_, DOTNET_, COMPlus_, CORECLR_ or ASPNETCORE_ are reserved; spec.serving has the server's settings")]
    public required string Name { get; init; }

    [Description("Its value, taken as it stands.")]
    [MaxLength(4096)]
    public required string Value { get; init; }
}
