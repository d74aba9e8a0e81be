using System.Diagnostics;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>
/// The spans of an inference: one for the request and, below it, its stages, among them its wait in the queue and its run. While nobody
/// listens none is made and no header is read. Names of attributes are OpenTelemetry's for RPC and HTTP.
/// </summary>
internal static class Spans
{
    public const string SourceName = "InferencePlatform.Service";

    private const string GrpcSystem = "grpc";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span of the request being served here, for its stages to go below; null where it is not recorded.</summary>
    public static Activity? Request => Source.HasListeners() && Activity.Current is { IsAllDataRequested: true } current ? current : null;

    /// <param name="call">The call that the request came in.</param>
    /// <param name="arrival">When it came, in ticks of <see cref="Stopwatch"/>.</param>
    public static Activity? StartCall(ServerCall call, long arrival) => Source.HasListeners() ? StartHeardCall(call, arrival) : null;

    public static Activity? StartHttp(HttpContext context) => Source.HasListeners() ? StartHeardHttp(context) : null;

    public static void Found(Activity span, ModelVersion version) =>
        span.SetTag(SpanAttributes.Model, version.Name).SetTag(SpanAttributes.ModelVersion, version.VersionText);

    /// <summary>Ends a request's span with the status it ended with.</summary>
    public static void End(Activity span, StatusCode code)
    {
        if (span.GetTagItem(SpanAttributes.RpcSystem) is not null)
        {
            span.SetTag(SpanAttributes.GrpcStatus, (int)code);
        }

        if (code != StatusCode.OK)
        {
            span.SetTag(SpanAttributes.ErrorType, LabelNames.Of(code));
        }

        if (IsServersFault(code))
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }

    /// <summary>A stage of a request, which is over.</summary>
    public static void Stage(string name, Activity? request, DateTime since)
    {
        if (request is not null)
        {
            Source.StartActivity(name, ActivityKind.Internal, request.Context, startTime: since)?.Dispose();
        }
    }

    /// <summary>ONNX Runtime's run, which begins; the caller disposes of the span at its end.</summary>
    public static Activity? StartCompute(Activity? request, ModelVersion version)
    {
        var span = request is null ? null : Source.StartActivity("compute", ActivityKind.Internal, request.Context);
        if (span is not null)
        {
            Found(span, version);
        }

        return span;
    }

    private static Activity? StartHeardCall(ServerCall call, long arrival)
    {
        var name = call.Path.TrimStart('/');
        var slash = name.LastIndexOf('/');
        var span = Source.StartActivity(name, ActivityKind.Server, CallersSpan.Read(call.RequestHeaders), startTime: DateTime.UtcNow - Stopwatch.GetElapsedTime(arrival));
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanAttributes.RpcSystem, GrpcSystem)
                .SetTag(SpanAttributes.RpcService, name[..Math.Max(0, slash)])
                .SetTag(SpanAttributes.RpcMethod, name[(slash + 1)..])
                .SetTag(SpanAttributes.ClientAddress, call.RemoteEndPoint?.Address.ToString())
                .SetTag(SpanAttributes.ClientPort, call.RemoteEndPoint?.Port);
        }

        return span;
    }

    private static Activity? StartHeardHttp(HttpContext context)
    {
        var request = context.Request;
        var route = context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;
        var name = route is null ? request.Method : $"{request.Method} {route}";
        var span = Source.StartActivity(name, ActivityKind.Server, CallersSpan.Read(request.Headers));
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanAttributes.HttpMethod, request.Method)
                .SetTag(SpanAttributes.HttpRoute, route)
                .SetTag(SpanAttributes.UrlPath, request.Path.Value)
                .SetTag(SpanAttributes.UrlScheme, request.Scheme)
                .SetTag(SpanAttributes.ClientAddress, context.Connection.RemoteIpAddress?.ToString())
                .SetTag(SpanAttributes.ClientPort, context.Connection.RemotePort);
        }

        return span;
    }

    /// <summary>Whether a server's span of this status is an error; the others are mistakes of its caller.</summary>
    private static bool IsServersFault(StatusCode code) => code is StatusCode.Unknown or StatusCode.DeadlineExceeded
        or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;
}
