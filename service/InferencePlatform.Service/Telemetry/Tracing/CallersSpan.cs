using System.Diagnostics;
using InferencePlatform.Grpc;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>The span that a request was sent in, from the headers <c>traceparent</c> and <c>tracestate</c> of W3C.</summary>
internal static class CallersSpan
{
    /// <summary>The caller's span; none where the headers have none or make no sense.</summary>
    public static ActivityContext Read(IHeaderDictionary headers) =>
        headers.TraceParent is { Count: 1 } parent ? Parse(parent, headers.TraceState) : default;

    /// <inheritdoc cref="Read(IHeaderDictionary)"/>
    public static ActivityContext Read(Metadata headers) =>
        headers.Where(h => h.Key == "traceparent").ToArray() is [{ Text: { } parent }]
            ? Parse(parent, string.Join(',', headers.Where(h => h.Key == "tracestate").Select(h => h.Text)))
            : default;

    private static ActivityContext Parse(string? parent, string? state) =>
        ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
}
