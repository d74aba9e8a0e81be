using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Tls;

namespace InferencePlatform.Service.Telemetry;

/// <summary>The parts of the server that are asked for their state when metrics are read.</summary>
internal sealed record MetricSources(ModelCatalog Catalog, GrpcServer Server, ServerLimits Limits, TlsSource? Tls);
