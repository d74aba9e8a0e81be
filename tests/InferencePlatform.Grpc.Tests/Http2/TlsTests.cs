using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>HTTP/2 behind Kestrel's TLS, whose pipes are other ones than the socket's.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Calls_large_and_small_go_over_TLS()
    {
        using var certificate = CreateCertificate();
        using var buffers = new MessageBufferPool(16 << 20);
        using var application = new GrpcApplication(
            new ServerMethods().AddEcho(), new GrpcServerOptions(), buffers, new ByteBudget(64 << 20), NullLogger.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().LimitConnections(10).ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate);
            listen.Run(application.ServeAsync);
        }));
        await using var host = builder.Build();
        var server = host.Services.GetRequiredService<IServer>();
        await server.StartAsync(new NoApplication(), Patience.Token);
        using (var client = new GrpcChannel(
            new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
            new GrpcChannelOptions { Tls = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Equals(shown) } }))
        {
            var texts = Enumerable.Range(0, 50).Select(i => new string('x', i % 5 == 0 ? 1_000_000 : i)).ToArray();
            var answers = await Task.WhenAll(texts.Select(text => EchoAsync(client, text)));
            Assert.Equal(texts, answers);
        }

        await server.StopAsync(Patience.Token);
        Assert.Equal(0, application.CallsInFlight);
    }

    private static async Task<string> EchoAsync(GrpcChannel client, string text)
    {
        var strings = ProtobufCodec.For<StringValue>();
        return (await client.UnaryAsync(Methods.Echo, strings, strings, new StringValue { Value = text })).Value;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
