using System.Net;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Interop;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Testing;
using InferencePlatform.Testing;

namespace InferencePlatform.Grpc.InteropTests.Own;

/// <summary>Messages much larger than every buffer and window on their way.</summary>
public sealed class LargeMessageTests
{
    private const int Size = 32 << 20;
    private const int Limit = Size + 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_message_goes_there_and_comes_back(bool compress)
    {
        using var errors = new ErrorCollectingLoggerProvider();
        var codec = ProtobufCodec.For<Payload>();
        var methods = new ServerMethods().AddUnary("test.Service/Echo", codec, codec, (request, call) =>
        {
            call.Compress = compress;
            return ValueTask.FromResult(request);
        });
        var options = new GrpcServerOptions { Endpoints = { new IPEndPoint(IPAddress.Loopback, 0) }, MaxReceiveMessageSize = Limit };
        await using var server = new GrpcServer(methods, options, errors.CreateFactory());
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var channel = new GrpcChannel(new Uri($"http://{server.Endpoints[0]}"), new GrpcChannelOptions { MaxReceiveMessageSize = Limit, Compress = compress });
        var request = Payloads.Zeros(Size);

        var response = await channel.UnaryWithMetadataAsync("test.Service/Echo", codec, codec, request);

        Assert.Equal(request, response.Message);
        Assert.Equal(compress, response.WasCompressed);
        errors.AssertNone();
    }
}
