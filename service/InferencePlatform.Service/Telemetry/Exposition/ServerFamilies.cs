using InferencePlatform.Grpc.Server;
using InferencePlatform.Metrics;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>What the gRPC server does, whatever the model.</summary>
internal static class ServerFamilies
{
    public static void Write(ExpositionWriter writer, GrpcServer server, ServerLimits limits)
    {
        writer.Family("inference_queue_length_limit", MetricKind.Gauge, "Requests that may wait for a compute thread, of all models together; more are refused.");
        writer.Sample(default, limits.QueueLength);

        writer.Family("inference_bytes_in_flight", MetricKind.Gauge, "Bytes of received gRPC messages held now.");
        writer.Sample(default, server.BytesInFlight);

        writer.Family("inference_bytes_in_flight_limit", MetricKind.Gauge, "Bytes of received gRPC messages that may be held; more are refused.");
        writer.Sample(default, limits.BytesInFlight);

        writer.Family("grpc_server_connections", MetricKind.Gauge, "Connections open on the gRPC port.");
        writer.Sample(default, server.Connections);

        writer.Family("grpc_server_calls_in_flight", MetricKind.Gauge, "gRPC calls being served, of any method.");
        writer.Sample(default, server.CallsInFlight);

        writer.Family("grpc_server_calls_in_flight_limit", MetricKind.Gauge, "gRPC calls that may be served at once; more are refused.");
        writer.Sample(default, limits.CallsInFlight);

        // Labels as the gRPC middleware of other languages has them, so that their dashboards fit.
        writer.Family("grpc_server_handled", MetricKind.Counter, "gRPC calls finished, by method and status code; without a method where they named none served here.");
        foreach (var calls in server.Handled)
        {
            writer.Sample(Labels.Of(("grpc_service", calls.Service), ("grpc_method", calls.Method), ("grpc_code", LabelNames.Of(calls.Code))), calls.Count);
        }
    }
}
