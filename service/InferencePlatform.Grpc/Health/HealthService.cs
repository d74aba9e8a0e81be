using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Health.V1;
using InferencePlatform.Grpc.Server;
using ServingStatus = InferencePlatform.Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace InferencePlatform.Grpc.Health;

/// <summary>Answers <c>grpc.health.v1.Health</c> from a <see cref="HealthStatusStore"/>.</summary>
public static class HealthService
{
    private const string Name = "grpc.health.v1.Health";

    // The protocol's own bound.
    private const int MostListed = 100;

    /// <summary>Adds Check, Watch and List.</summary>
    public static ServerMethods AddTo(ServerMethods methods, HealthStatusStore store)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(store);
        var requests = ProtobufCodec.For<HealthCheckRequest>();
        var responses = ProtobufCodec.For<HealthCheckResponse>();
        return methods
            .AddUnary(Name + "/Check", requests, responses, (request, _) => ValueTask.FromResult(Check(store, request.Service)))
            .AddServerStreaming(Name + "/Watch", requests, responses, (request, call) =>
                Watch(store, request.Service, call.ConnectionClosing, call.CancellationToken))
            .AddUnary(Name + "/List", ProtobufCodec.For<HealthListRequest>(), ProtobufCodec.For<HealthListResponse>(), (_, _) =>
                ValueTask.FromResult(List(store)));
    }

    private static HealthCheckResponse Check(HealthStatusStore store, string service) =>
        store.Get(service) is { } status
            ? new HealthCheckResponse { Status = ToWire(status) }
            : throw new RpcException(StatusCode.NotFound, $"'{service}' is not a service whose health is known here.");

    /// <summary>
    /// The status now and whenever it is another. A watcher that is slow misses what came between; no more than the
    /// latest is kept for it. It ends with its connection, which a watch, that never ends by itself, would else hold open.
    /// </summary>
    private static async IAsyncEnumerable<HealthCheckResponse> Watch(
        HealthStatusStore store, string service, CancellationToken closing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
        ServingStatus? sent = null;
        while (true)
        {
            var (status, changed) = store.Observe(service);
            var now = status is { } known ? ToWire(known) : ServingStatus.ServiceUnknown;
            if (now != sent)
            {
                sent = now;
                yield return new HealthCheckResponse { Status = now };
            }

            await changed.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (closing.IsCancellationRequested)
            {
                throw new RpcException(StatusCode.Unavailable, "The connection is about to close; watch again on another.");
            }
        }
    }

    private static HealthListResponse List(HealthStatusStore store)
    {
        if (!store.TryList(MostListed, out var statuses))
        {
            throw new RpcException(StatusCode.ResourceExhausted, $"There are more than {MostListed} services, which is what one answer lists; check them by name.");
        }

        var response = new HealthListResponse();
        foreach (var (service, status) in statuses)
        {
            response.Statuses.Add(service, new HealthCheckResponse { Status = ToWire(status) });
        }

        return response;
    }

    private static ServingStatus ToWire(HealthStatus status) => status switch
    {
        HealthStatus.Serving => ServingStatus.Serving,
        HealthStatus.NotServing => ServingStatus.NotServing,
        _ => ServingStatus.Unknown,
    };
}
