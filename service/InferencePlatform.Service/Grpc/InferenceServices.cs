using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Grpc;

/// <summary>What the gRPC services work with.</summary>
/// <param name="Catalog">The models.</param>
/// <param name="Scheduler">Runs them.</param>
/// <param name="Metrics">Counts the runs.</param>
/// <param name="Buffers">Lends memory.</param>
/// <param name="Budget">Bounds the bytes of all requests together; the same for every wire.</param>
/// <param name="RequestTimeout">Time that one inference may take, whatever deadline its client set.</param>
/// <param name="MaxMessageSize">Bytes of a response that is gathered from many, at most.</param>
internal sealed record InferenceServices(
    ModelCatalog Catalog,
    InferenceScheduler Scheduler,
    ServiceMetrics Metrics,
    MessageBufferPool Buffers,
    ByteBudget Budget,
    TimeSpan RequestTimeout,
    int MaxMessageSize);
