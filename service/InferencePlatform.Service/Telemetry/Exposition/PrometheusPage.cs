using System.IO.Pipelines;
using InferencePlatform.Metrics;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>The page that Prometheus scrapes. Families and series come in the same order every time.</summary>
internal static class PrometheusPage
{
    /// <summary>Answers a request with the metrics, in the format it asks for.</summary>
    public static Task WriteAsync(HttpContext context, ServiceMetrics metrics)
    {
        var format = ExpositionFormats.Choose(context.Request.Headers.Accept);
        context.Response.ContentType = format.ContentType();
        return WriteAsync(context.Response.BodyWriter, format, metrics, context.RequestAborted);
    }

    public static async Task WriteAsync(PipeWriter output, ExpositionFormat format, ServiceMetrics metrics, CancellationToken cancellationToken)
    {
        var writer = new ExpositionWriter(output, format);
        await new RequestFamilies(writer, cancellationToken).WriteAsync(metrics.Models, metrics.NoModel);
        ModelFamilies.WriteFailures(writer, metrics.Loads);
        if (metrics.Sources is { } sources)
        {
            ModelFamilies.WriteStates(writer, sources.Catalog);
            ServerFamilies.Write(writer, sources.Server, sources.Limits);
            if (sources.Tls is { } tls)
            {
                TlsFamilies.Write(writer, tls.State);
            }
        }

        BuildFamily.Write(writer);
        ProcessFamilies.Write(writer);
        await writer.EndAsync(cancellationToken);
    }
}
