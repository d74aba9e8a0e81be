using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>The span that a request was sent in, from the headers <c>traceparent</c> and <c>tracestate</c> of W3C.</summary>
internal static class CallersSpan
{
    /// <summary>The caller's span; none where the headers have none or make no sense.</summary>
    public static ActivityContext Read(IHeaderDictionary headers) =>
        headers.TraceParent is { Count: 1 } parent && ActivityContext.TryParse(parent, headers.TraceState, isRemote: true, out var context)
            ? context
            : default;
}
