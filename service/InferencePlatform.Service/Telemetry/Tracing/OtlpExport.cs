using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>
/// Decides whether telemetry leaves by OTLP. Where it does not, nothing of OpenTelemetry's SDK is loaded: it would
/// cost a start some tens of milliseconds and megabytes.
/// </summary>
internal static class OtlpExport
{
    private static readonly string[] EndpointVariables =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>Starts to export; disposing sends what is left. Null where nothing is configured.</summary>
    /// <param name="endpoint">The server's own setting, which wins; else OpenTelemetry's usual variables count.</param>
    /// <param name="loggers">Where it is told that a collector does not answer.</param>
    public static IDisposable? Start(Uri? endpoint, ILoggerFactory loggers) => Start(endpoint, loggers, Environment.GetEnvironmentVariable);

    /// <summary>The same with the variables given.</summary>
    public static IDisposable? Start(Uri? endpoint, ILoggerFactory loggers, Func<string, string?> variable)
    {
        var disabled = string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        var configured = endpoint is not null || EndpointVariables.Any(name => !string.IsNullOrEmpty(variable(name)));
        if (disabled || !configured)
        {
            return null;
        }

        // The Prometheus page has the metrics anyway; sending them too is for those who say so.
        var metrics = variable("OTEL_METRICS_EXPORTER") == "otlp";
        var traces = variable("OTEL_TRACES_EXPORTER") is not "none";
        return new OtlpProviders(endpoint, traces, metrics, loggers);
    }
}
