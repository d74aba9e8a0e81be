using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Where a model is called.</summary>
internal sealed record EndpointStatus
{
    [Description("Host and port of gRPC, with grpcs:// before them where it is behind TLS.")]
    [MaxLength(320)]
    public string? Grpc { get; init; }

    [Description("Address of REST.")]
    [MaxLength(320)]
    public string? Http { get; init; }
}
