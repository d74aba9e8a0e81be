using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Interop.Service;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Testing;

namespace InferencePlatform.Grpc.InteropTests.Own;

/// <summary>Our server with the test service behind TLS, where clients need a certificate too; and the files that a client needs.</summary>
internal sealed class OwnTlsServer : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ErrorCollectingLoggerProvider _errors = new();
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _client;
    private readonly SecretVolume _files;
    private readonly GrpcServer _server;

    public OwnTlsServer()
    {
        _certificate = _authority.Issue();
        _client = _authority.Issue(TestAuthority.ClientUse, "CN=client");
        _files = new SecretVolume(("ca.crt", _authority.Pem), ("tls.crt", _client.ExportCertificatePem()), ("tls.key", TestAuthority.KeyPem(_client)));
        _server = TestServer.Create(0, _errors.CreateFactory(), new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, null, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            ClientCertificateRequired = true,
            CertificateChainPolicy = _authority.Trust(),
        });
    }

    /// <summary>Flags for another language's client.</summary>
    public IReadOnlyList<string> ClientFlags =>
        [$"--server_port={_server.Endpoints[0].Port}", $"--ca_file={_files["ca.crt"]}", $"--cert_file={_files["tls.crt"]}", $"--key_file={_files["tls.key"]}"];

    public GrpcChannel CreateChannel() => new(new Uri($"https://{_server.Endpoints[0]}"), new GrpcChannelOptions
    {
        Tls = new SslClientAuthenticationOptions { CertificateChainPolicy = _authority.Trust(), ClientCertificates = [_client] },
    });

    public Task StartAsync() => _server.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _files.Dispose();
        _certificate.Dispose();
        _client.Dispose();
        _authority.Dispose();
        _errors.AssertNone();
    }
}
