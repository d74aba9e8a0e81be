using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using InferencePlatform.Grpc.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>What an OpenTelemetry collector is to the server: a gRPC service that spans and metrics arrive at.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly GrpcServer _server;

    private OtlpCollector()
    {
        var methods = new ServerMethods()
            .AddRaw("opentelemetry.proto.collector.trace.v1.TraceService/Export", call => TakeAsync(call, OtlpSpan.ReadAll, _spans))
            .AddRaw("opentelemetry.proto.collector.metrics.v1.MetricsService/Export", call => TakeAsync(call, OtlpMetricNames.ReadAll, _metrics));
        _server = new GrpcServer(methods, new GrpcServerOptions { Endpoints = { new IPEndPoint(IPAddress.Loopback, 0) } }, NullLoggerFactory.Instance);
    }

    public Uri Address => new($"http://{_server.Endpoints[0]}");

    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    public IReadOnlyCollection<string> Metrics => _metrics;

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._server.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async ValueTask TakeAsync<T>(ServerCall call, Func<ByteString, IEnumerable<T>> read, ConcurrentQueue<T> into)
    {
        using var message = await call.ReadSingleAsync();
        foreach (var item in read(ByteString.CopyFrom(message.Span)))
        {
            into.Enqueue(item);
        }

        call.BeginMessage(0);
    }
}
