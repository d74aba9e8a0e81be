using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Pieces of a response.</summary>
internal static class Answer
{
    public static void Begin(HttpContext context) => context.Response.ContentType = "application/grpc";

    /// <summary>Writes a frame that announces a length and has a body, which need not agree.</summary>
    public static async Task WriteFrameAsync(HttpContext context, byte flag, uint length, ReadOnlyMemory<byte> body)
    {
        var frame = new byte[5 + body.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length);
        body.CopyTo(frame.AsMemory(5));
        await context.Response.Body.WriteAsync(frame);
        await context.Response.Body.FlushAsync();
    }

    public static Task WriteMessageAsync(HttpContext context, ReadOnlyMemory<byte> body = default) =>
        WriteFrameAsync(context, 0, (uint)body.Length, body);

    public static void EndWith(HttpContext context, string status, string message = "")
    {
        var trailers = context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        trailers["grpc-status"] = status;
        trailers["grpc-message"] = message;
    }
}
