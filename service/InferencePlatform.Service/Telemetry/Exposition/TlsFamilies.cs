using InferencePlatform.Metrics;
using InferencePlatform.Service.Tls;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>The certificate of the gRPC and the REST port, where they have one.</summary>
internal static class TlsFamilies
{
    public static void Write(ExpositionWriter writer, TlsState tls)
    {
        writer.Family("inference_tls_certificate_expiry_timestamp_seconds", MetricKind.Gauge, "When the certificate in use expires, in seconds since 1970.");
        writer.Sample(default, tls.Expires.ToUnixTimeSeconds());

        writer.Family("inference_tls_last_reload_successful", MetricKind.Gauge, "1, or 0 where the TLS files hold something that cannot be used, so that the certificate before is still in use.");
        writer.Sample(default, tls.LastReadingWasGood ? 1 : 0);

        writer.Family("inference_tls_reloads", MetricKind.Counter, "Times that the TLS files came to hold something else, by whether it was taken.");
        writer.Sample(Labels.Of(("result", "taken")), tls.Reloads);
        writer.Sample(Labels.Of(("result", "refused")), tls.Failures);
    }
}
