using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Rest;

/// <summary>What the REST side works with.</summary>
internal sealed record RestServices
{
    public required ModelCatalog Catalog { get; init; }

    public required InferenceScheduler Scheduler { get; init; }

    public required ServiceMetrics Metrics { get; init; }

    /// <summary>Memory of request bodies and of the tensors read from them.</summary>
    public required MessageBufferPool Buffers { get; init; }

    /// <summary>Bounds the bytes of all requests together; the same for every wire.</summary>
    public required ByteBudget Budget { get; init; }

    /// <summary>Bounds the inferences in flight. Health and metadata are answered whatever the load.</summary>
    public required CallLimit Calls { get; init; }

    public required RestOptions Options { get; init; }

    /// <summary>Whether the server is ready and, where it is not, why.</summary>
    public required Func<(bool Ready, string Reason)> Readiness { get; init; }

    /// <summary>Whether a model that can be called is to be called: not while the server stops.</summary>
    public Func<string, bool> IsModelReady { get; init; } = static _ => true;

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The server's name and version as <c>GET /v2</c> tells them.</summary>
    public required string ServerName { get; init; }

    public required string ServerVersion { get; init; }

    /// <summary>The repository's index, and loading and unloading; null where the server has no repository.</summary>
    public IRepositoryControl? Repository { get; init; }
}
