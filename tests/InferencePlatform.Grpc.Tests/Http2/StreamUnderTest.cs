using System.IO.Pipelines;
using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>One stream of a connection that nothing comes from, so that a test plays the thread that reads.</summary>
internal sealed class StreamUnderTest : IDisposable
{
    private readonly MessageBufferPool _pool = new(1 << 20);
    private readonly InlineWatch _watch = new();
    private readonly GrpcApplication _application;

    public StreamUnderTest()
    {
        var options = new GrpcServerOptions();
        _application = new GrpcApplication(new ServerMethods(), options, _pool, new ByteBudget(1 << 20), NullLogger.Instance);
        var context = new DefaultConnectionContext { Transport = new Duplex(new Pipe().Reader, PipeWriter.Create(System.IO.Stream.Null)) };
        Stream = new Http2Stream(new Http2Connection(context, _application, options, _watch), _application);
    }

    public Http2Stream Stream { get; }

    public void Dispose()
    {
        _application.Dispose();
        _watch.Dispose();
        _pool.Dispose();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
