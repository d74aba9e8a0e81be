using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>Answers as an API server gives them.</summary>
internal static class Answers
{
    public static async Task JsonAsync(this HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    public static Task StatusAsync(this HttpContext context, int code, string reason, string message, int? retryAfter = null)
    {
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return context.JsonAsync($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{code}}}""", code);
    }

    /// <summary>A part of a watch's answer, sent at once.</summary>
    public static async Task SendAsync(this HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Never answers, until the client goes.</summary>
    public static async Task SilenceAsync(this HttpContext context)
    {
        await context.Response.StartAsync(context.RequestAborted);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    public static string ConfigMap(string name, string version, string value = "x", string uid = "") =>
        $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"namespace":"ns","name":"{{{name}}}","uid":"{{{(uid.Length > 0 ? uid : "uid-" + name)}}}","resourceVersion":"{{{version}}}"},"data":{"key":"{{{value}}}"}}""";

    public static string Event(string type, string o) => $$$"""{"type":"{{{type}}}","object":{{{o}}}}""" + "\n";

    public static string Bookmark(string version) => Event("BOOKMARK", $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}","creationTimestamp":null}}""");

    public static string List(string version, string? next, params IEnumerable<string> items) =>
        $$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}","continue":"{{next}}"},"items":[{{string.Join(',', items)}}]}""";
}
