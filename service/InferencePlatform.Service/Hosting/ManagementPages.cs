using System.Text;
using InferencePlatform.Service.Health;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Exposition;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Hosting;

/// <summary>The management port: for probes and scrapers, always in clear.</summary>
internal sealed class ManagementPages(ModelCatalog catalog, Readiness readiness, ServiceMetrics metrics)
{
    public Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "These pages are only read.");
        }

        return context.Request.Path.Value switch
        {
            "/metrics" => PrometheusPage.WriteAsync(context, metrics),
            "/models" => WriteAsync(context, StatusCodes.Status200OK, "application/json", ModelsPage.Create(catalog.Entries, metrics)),

            // The process answers, which is all that a restart could mend.
            "/healthz" => WriteAsync(context, StatusCodes.Status200OK, "alive"),
            "/readyz" => AnswerReadinessAsync(context),
            _ => WriteAsync(context, StatusCodes.Status404NotFound, "There is nothing here; this port has /metrics, /models, /healthz and /readyz."),
        };
    }

    private Task AnswerReadinessAsync(HttpContext context)
    {
        var state = readiness.State;
        return state.IsReady
            ? WriteAsync(context, StatusCodes.Status200OK, "ready")
            : WriteAsync(context, StatusCodes.Status503ServiceUnavailable, state.Reason);
    }

    private static Task WriteAsync(HttpContext context, int status, string line) =>
        WriteAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ") + "\n"));

    private static Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes).AsTask();
    }
}
