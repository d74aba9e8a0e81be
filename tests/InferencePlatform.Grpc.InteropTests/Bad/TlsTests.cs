using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Our client and servers behind TLS.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_is_called_where_its_certificate_is_trusted(bool trusted)
    {
        using var certificate = CreateCertificate();
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        if (trusted)
        {
            policy.CustomTrustStore.Add(certificate);
        }

        await using var server = await RawServer.StartAsync(
            async context =>
            {
                Answer.Begin(context);
                await Answer.WriteMessageAsync(context);
                Answer.EndWith(context, "0");
            },
            options => options.Tls = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            endpoint => endpoint.UseHttps(certificate),
            "https");

        if (trusted)
        {
            Assert.NotNull(await server.CallAsync());
        }
        else
        {
            Assert.Equal(StatusCode.Unavailable, (await server.FailAsync()).StatusCode);
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
