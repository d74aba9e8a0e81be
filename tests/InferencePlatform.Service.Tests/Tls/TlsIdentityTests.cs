using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using InferencePlatform.Service.Tls;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Tls;

/// <summary>One identity meets every connection until its files change.</summary>
public sealed class TlsIdentityTests
{
    [Fact]
    public async Task Nothing_of_the_clients_that_came_is_kept_in_it()
    {
        using var authority = new TestAuthority();
        using var between = authority.Intermediate();
        using var client = between.Issue(TestAuthority.ClientUse);
        using var certificate = authority.Issue();
        var identity = new TlsIdentity(certificate, [], [authority.Certificate]);

        for (var i = 0; i < 3; i++)
        {
            await HandshakeAsync(identity.Rest, new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = authority.Trust(),
                ClientCertificateContext = SslStreamCertificateContext.Create(client, [between.Certificate], offline: true),
            });
        }

        Assert.Empty(identity.Rest.CertificateChainPolicy!.ExtraStore);
        Assert.Single(identity.Rest.CertificateChainPolicy.CustomTrustStore);
    }

    private static async Task HandshakeAsync(SslServerAuthenticationOptions server, SslClientAuthenticationOptions client)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new TcpClient();
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var far = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var atClient = new SslStream(near.GetStream());
        await using var atServer = new SslStream(far.GetStream());
        await Task.WhenAll(
            atClient.AuthenticateAsClientAsync(client, TestContext.Current.CancellationToken),
            atServer.AuthenticateAsServerAsync(server, TestContext.Current.CancellationToken));
    }
}
