using System.Diagnostics;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Tracing;
using InferencePlatform.Service.Tests.Telemetry.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>Spans, from the caller's header to the collector.</summary>
[Collection(Listeners.Name)]
public sealed class TracingTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string CallersSpan = "b7ad6b7169203331";
    private const string TraceParent = $"00-{Trace}-{CallersSpan}-01";

    [Fact]
    public async Task A_calls_span_and_its_stages_arrive_at_the_collector_under_the_callers_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = await MeteredServer.StartAsync("fixed_shape");
        server.Catalog.Find("fixed_shape")!.Latest!.Cost.Add(Stopwatch.Frequency);

        using (Start(collector.Address))
        {
            await server.CallAsync("fixed_shape", [1, 2, 3], headers: ("traceparent", TraceParent));
        }

        var call = Assert.Single(collector.Spans, s => s.Name == MeteredServer.Method[1..]);
        Assert.Equal(Trace, call.TraceId);
        Assert.Equal(CallersSpan, call.ParentId);
        Assert.Equal("grpc", call.Attributes["rpc.system"]);
        Assert.Equal("model.ModelInference", call.Attributes["rpc.service"]);
        Assert.Equal("Predict", call.Attributes["rpc.method"]);
        Assert.Equal("fixed_shape", call.Attributes["inference.model.name"]);
        Assert.Equal("1", call.Attributes["inference.model.version"]);
        var stages = collector.Spans.Where(s => s.ParentId == call.SpanId).ToList();
        Assert.Equal(["compute", "queue"], stages.Select(s => s.Name).Order());
        Assert.All(stages, s => Assert.Equal(Trace, s.TraceId));
    }

    [Fact]
    public async Task A_call_that_fails_is_a_span_with_its_error()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = await MeteredServer.StartAsync();

        using (Start(collector.Address))
        {
            await server.CallAsync("stranger", [], headers: ("traceparent", TraceParent));
        }

        var call = Assert.Single(collector.Spans);
        Assert.Equal("NotFound", call.Attributes["error.type"]);
    }

    [Theory]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("nonsense")]
    public async Task A_header_that_makes_no_sense_begins_a_new_trace(string traceParent)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = await MeteredServer.StartAsync();

        using (Start(collector.Address))
        {
            await server.CallAsync("stranger", [], headers: ("traceparent", traceParent));
        }

        Assert.Empty(Assert.Single(collector.Spans).ParentId);
    }

    [Fact]
    public async Task What_the_caller_does_not_sample_is_not_sent()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = await MeteredServer.StartAsync("fixed_shape");

        using (Start(collector.Address))
        {
            await server.CallAsync("fixed_shape", [1, 2, 3], headers: ("traceparent", $"00-{Trace}-{CallersSpan}-00"));
        }

        Assert.Empty(collector.Spans);
    }

    [Fact]
    public async Task A_request_by_HTTP_is_a_span_under_the_callers_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var metrics = new ServiceMetrics();
        var context = new DefaultHttpContext { Request = { Method = "POST", Path = "/v2/models/digits/infer" } };
        context.Request.Headers.TraceParent = TraceParent;
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new Route("/v2/models/{model}/infer")), null));

        using (Start(collector.Address))
        {
            var record = metrics.Begin(context);
            record.Failed(StatusCode.Unavailable);
            record.End();
        }

        var span = Assert.Single(collector.Spans);
        Assert.Equal((Trace, CallersSpan), (span.TraceId, span.ParentId));
        Assert.Equal("POST /v2/models/{model}/infer", span.Name);
        Assert.Equal("/v2/models/digits/infer", span.Attributes["url.path"]);
        Assert.Equal("Unavailable", span.Attributes["error.type"]);
    }

    [Fact]
    public async Task Metrics_are_sent_too_where_the_environment_says_so()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var metrics = new ServiceMetrics();

        using (OtlpExport.Start(collector.Address, NullLoggerFactory.Instance, name => name == "OTEL_METRICS_EXPORTER" ? "otlp" : null))
        {
            metrics.NoModel.RequestStarted();
            metrics.NoModel.RequestFinished(InferenceApi.Rest, StatusCode.OK, 1);
        }

        Assert.Contains("inference.request.duration", collector.Metrics);
        Assert.Contains("inference.requests", collector.Metrics);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_of_in_the_log()
    {
        var collector = await OtlpCollector.StartAsync();
        var address = collector.Address;
        await collector.DisposeAsync();
        await using var server = await MeteredServer.StartAsync();
        using var log = new WarningLog();

        using (OtlpExport.Start(address, log, _ => null))
        {
            await server.CallAsync("stranger", []);
        }

        var warning = Assert.Single(log.Warnings);
        Assert.Contains("could not be sent", warning, StringComparison.Ordinal);
        Assert.Contains("Connection refused", warning, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', warning);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public void Nothing_is_exported_where_nothing_is_configured(string? variable, string? value) =>
        Assert.Null(OtlpExport.Start(null, NullLoggerFactory.Instance, name => name == variable ? value : null));

    [Fact]
    public void The_environment_can_switch_off_what_is_configured() =>
        Assert.Null(OtlpExport.Start(new Uri("http://127.0.0.1:1"), NullLoggerFactory.Instance, name => name == "OTEL_SDK_DISABLED" ? "true" : null));

    private static IDisposable Start(Uri address) =>
        OtlpExport.Start(address, NullLoggerFactory.Instance, _ => null)!;

    private sealed record Route(string Template) : IRouteDiagnosticsMetadata
    {
        string IRouteDiagnosticsMetadata.Route => Template;
    }

    private sealed class WarningLog : ILoggerFactory, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _warnings = new();

        public IReadOnlyCollection<string> Warnings => _warnings;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _warnings.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
