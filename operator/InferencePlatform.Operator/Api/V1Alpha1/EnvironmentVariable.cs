using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A variable with a literal value: nothing is read from a Secret, a ConfigMap or the pod.</summary>
internal sealed record EnvironmentVariable
{
    /// <summary>Variables that settings of the spec own, or that have the loader or a library take code or trust from files.</summary>
    public static IReadOnlyList<string> ReservedPrefixes { get; } = ["INFERENCE_", "LD_", "DOTNET_", "COMPlus_", "CORECLR_", "ASPNETCORE_", "OPENSSL_", "SSL_CERT_", "GCONV_", "GLIBC_"];

    [Description("Its name. Reserved are PATH and names that begin with INFERENCE_, LD_, DOTNET_, COMPlus_, CORECLR_, ASPNETCORE_, OPENSSL_, SSL_CERT_, GCONV_ or GLIBC_.")]
    [MinLength(1)]
    [MaxLength(128)]
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$")]
    [Cel("self != 'PATH' && !self.matches('^(INFERENCE_|LD_|DOTNET_|COMPlus_|CORECLR_|ASPNETCORE_|OPENSSL_|SSL_CERT_|GCONV_|GLIBC_)')",
        "PATH and names that begin with INFERENCE_, LD_, DOTNET_, COMPlus_, CORECLR_, ASPNETCORE_, OPENSSL_, SSL_CERT_, GCONV_ or GLIBC_ are reserved; spec.serving has the server's settings")]
    public required string Name { get; init; }

    [Description("Its value, taken as it stands.")]
    [MaxLength(4096)]
    public required string Value { get; init; }
}
