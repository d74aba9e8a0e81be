using System.Net;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>An HTTP server that answers every request as the test says, right or wrong, and a channel to it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _host;

    private RawServer(WebApplication host, string scheme, Action<GrpcChannelOptions>? configure)
    {
        _host = host;
        var address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Address = new UriBuilder(scheme, "localhost", address.Port).Uri;
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);
        Channel = new GrpcChannel(Address, options);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public static async Task<RawServer> StartAsync(
        RequestDelegate answer, Action<GrpcChannelOptions>? client = null, Action<ListenOptions>? listen = null, string scheme = "http")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            listen?.Invoke(endpoint);
        }));
        var host = builder.Build();
        host.Run(answer);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new RawServer(host, scheme, client);
    }

    /// <summary>A unary call whose request and response are a <see cref="SimpleRequest"/>.</summary>
    public Task<SimpleRequest> CallAsync(CallOptions? options = null) =>
        Channel.UnaryAsync("test.Service/Unary", ProtobufCodec.For<SimpleRequest>(), ProtobufCodec.For<SimpleRequest>(), new SimpleRequest(), options)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>A duplex call of <see cref="SimpleRequest"/>s.</summary>
    public DuplexStreamingCall<SimpleRequest, SimpleRequest> Duplex(CallOptions? options = null) =>
        Channel.DuplexStreaming("test.Service/Duplex", ProtobufCodec.For<SimpleRequest>(), ProtobufCodec.For<SimpleRequest>(), options);

    /// <summary>The status that a unary call fails with.</summary>
    public async Task<RpcException> FailAsync(CallOptions? options = null) =>
        await Assert.ThrowsAsync<RpcException>(() => CallAsync(options));

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _host.DisposeAsync();
    }
}
