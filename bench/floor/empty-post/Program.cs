using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

if (args.Length != 1 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var port))
{
    await Console.Error.WriteLineAsync("usage: empty-post PORT");
    return 2;
}

const int LargeWindow = 16 * 1024 * 1024;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Limits.MinRequestBodyDataRate = null;
    kestrel.Limits.MinResponseDataRate = null;
    kestrel.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
    kestrel.Limits.Http2.InitialStreamWindowSize = LargeWindow;
    kestrel.Limits.Http2.InitialConnectionWindowSize = LargeWindow;
    kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
});

var app = builder.Build();
app.Run(AnswerWithAsMuchAsync);
await app.RunAsync();
return 0;

static async Task AnswerWithAsMuchAsync(HttpContext context)
{
    var length = await DrainAsync(context.Request.BodyReader);
    var writer = context.Response.BodyWriter;
    while (length > 0)
    {
        var part = (int)Math.Min(length, Zeros.Bytes.Length);
        await writer.WriteAsync(Zeros.Bytes.AsMemory(0, part), context.RequestAborted);
        length -= part;
    }
}

static async ValueTask<long> DrainAsync(PipeReader body)
{
    long length = 0;
    while (true)
    {
        var read = await body.ReadAsync();
        length += read.Buffer.Length;
        body.AdvanceTo(read.Buffer.End);
        if (read.IsCompleted)
        {
            return length;
        }
    }
}

internal static class Zeros
{
    internal static readonly byte[] Bytes = new byte[64 * 1024];
}
