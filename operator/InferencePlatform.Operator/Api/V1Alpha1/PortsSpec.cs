using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Ports of the pods, and so of the Services.</summary>
[Cel(
    "(has(self.grpc) ? self.grpc : 50051) != (has(self.http) ? self.http : 8080) && (has(self.grpc) ? self.grpc : 50051) != 9090 && (has(self.http) ? self.http : 8080) != 9090",
    "the ports must differ from each other and from 9090, the management port")]
internal sealed record PortsSpec
{
    public const int DefaultGrpc = 50051;
    public const int DefaultHttp = 8080;

    /// <summary>Where probes, scrapers and the operator ask; the same for every model.</summary>
    public const int Management = 9090;

    [Description("Port of gRPC. By default 50051.")]
    [Range(1024, 65535)]
    public int? Grpc { get; init; }

    [Description("Port of REST. By default 8080.")]
    [Range(1024, 65535)]
    public int? Http { get; init; }
}
