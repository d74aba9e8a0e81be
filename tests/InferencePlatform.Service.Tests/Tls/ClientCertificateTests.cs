using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Grpc;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Tls;

/// <summary>Who is let in where clients need a certificate.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestAuthority _clients = new("CN=authority of clients");

    public void Dispose() => _clients.Dispose();

    [Fact]
    public async Task A_client_with_a_certificate_of_the_authority_is_served_on_both_ports()
    {
        await using var rig = await TlsRig.StartAsync(_clients.Pem);
        using var own = _clients.Issue(TestAuthority.ClientUse, "CN=alice");

        Assert.Equal([2, 4, 6], await TlsRig.PredictAsync(rig.Connect(own)));
        using var rest = await rig.ConnectRest(own).GetAsync("/v2", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, rest.StatusCode);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("of another authority")]
    [InlineData("expired")]
    [InlineData("for servers")]
    [InlineData("self-signed")]
    public async Task Any_other_client_is_served_on_neither_port(string which)
    {
        await using var rig = await TlsRig.StartAsync(_clients.Pem);
        using var stranger = new TestAuthority("CN=authority of clients");
        using var own = which switch
        {
            "none" => null,
            "of another authority" => stranger.Issue(TestAuthority.ClientUse),
            "expired" => _clients.Issue(TestAuthority.ClientUse, until: DateTimeOffset.UtcNow.AddMinutes(-1)),
            "for servers" => _clients.Issue(TestAuthority.ServerUse),
            _ => X509CertificateLoader.LoadPkcs12(stranger.Certificate.Export(X509ContentType.Pkcs12), null),
        };

        var refused = await Assert.ThrowsAsync<RpcException>(() => TlsRig.PredictAsync(rig.Connect(own)));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.ConnectRest(own).GetAsync("/v2", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Probes_and_scrapers_need_no_certificate()
    {
        await using var rig = await TlsRig.StartAsync(_clients.Pem);
        using var management = new HttpClient { BaseAddress = rig.Server.ManagementAddress };

        Assert.Equal("ready\n", await management.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_leads_from_a_clients_certificate_to_the_authority_comes_from_the_client()
    {
        await using var rig = await TlsRig.StartAsync(_clients.Pem);
        using var between = _clients.Intermediate();
        using var own = between.Issue(TestAuthority.ClientUse, "CN=bob");

        for (var i = 0; i < 3; i++)
        {
            await using var stream = await HandshakeAsync(rig, SslStreamCertificateContext.Create(own, [between.Certificate], offline: true));
            await stream.WriteAsync("GET /v2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private static async Task<SslStream> HandshakeAsync(TlsRig rig, SslStreamCertificateContext own)
    {
        var socket = rig.Own(new TcpClient());
        await socket.ConnectAsync("127.0.0.1", rig.Server.Server.HttpPort, TestContext.Current.CancellationToken);
        var stream = new SslStream(socket.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificateContext = own, CertificateChainPolicy = rig.Authority.Trust() },
            TestContext.Current.CancellationToken);
        return stream;
    }
}
