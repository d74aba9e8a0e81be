using System.Reflection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>
/// OpenTelemetry's SDK, set up to send our spans and metrics. Sampling, headers, protocol, batch sizes and the name of
/// the service follow the SDK's standard environment variables.
/// </summary>
internal sealed class OtlpProviders : IDisposable
{
    private const string ServiceName = "inference-server";
    private const string RuntimeMeter = "System.Runtime";

    private readonly OtlpFaults _faults;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public OtlpProviders(Uri? endpoint, bool traces, bool metrics, ILoggerFactory loggers)
    {
        _faults = new OtlpFaults(loggers.CreateLogger<OtlpFaults>());
        _traces = !traces ? null : Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(Spans.SourceName)
            .AddOtlpExporter(otlp => Direct(otlp, endpoint, "v1/traces"))
            .Build();
        _metrics = !metrics ? null : Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(ServiceMetrics.MeterName, RuntimeMeter)
            .AddOtlpExporter(otlp => Direct(otlp, endpoint, "v1/metrics"))
            .Build();
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _faults.Dispose();
    }

    private static void Direct(OtlpExporterOptions otlp, Uri? endpoint, string httpPath)
    {
        if (endpoint is not null)
        {
            // Over HTTP each signal has a path of its own, which the SDK adds only to what it reads from variables.
            otlp.Endpoint = otlp.Protocol == OtlpExportProtocol.HttpProtobuf
                ? new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + httpPath)
                : endpoint;
        }
    }

    private static void Describe(ResourceBuilder resource)
    {
        // What comes later wins, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES do.
        var version = typeof(OtlpProviders).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        resource.AddService(ServiceName, serviceVersion: version, serviceInstanceId: Environment.MachineName).AddEnvironmentVariableDetector();
    }
}
