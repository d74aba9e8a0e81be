using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>The certificate that the pods serve with.</summary>
internal sealed record TlsSpec
{
    private const string NamePattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$";

    [Description("Secret in this namespace, of type kubernetes.io/tls, with the certificate in tls.crt and its key in tls.key. No other key of it is read. A new certificate in it is used without a restart.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression(NamePattern)]
    public required string SecretName { get; init; }

    [Description("Secret in this namespace with the authorities that vouch for clients in ca.crt. No other key of it is read. With it, only clients with a certificate of theirs are served; without it, all are. It may be the same Secret.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression(NamePattern)]
    public string? ClientCASecretName { get; init; }
}
