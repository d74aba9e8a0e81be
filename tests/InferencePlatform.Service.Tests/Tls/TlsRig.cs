using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Testing;
using Model;

namespace InferencePlatform.Service.Tests.Tls;

/// <summary>A server behind TLS, with an authority, a mounted Secret, and clients.</summary>
internal sealed class TlsRig : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];

    private TlsRig()
    {
        Certificate = Own(Authority.Issue());
        Secret = Own(new SecretVolume(Files(Certificate)));
    }

    public TestAuthority Authority { get; } = new();

    public X509Certificate2 Certificate { get; }

    public SecretVolume Secret { get; }

    public TestServer Server { get; private set; } = null!;

    /// <summary>Starts a server with a certificate of the rig's authority.</summary>
    /// <param name="clientAuthorities">PEM of who vouches for clients; null where they need no certificate.</param>
    /// <param name="pollInterval">How often it looks at the files.</param>
    public static async Task<TlsRig> StartAsync(string? clientAuthorities = null, TimeSpan? pollInterval = null)
    {
        var rig = new TlsRig();
        var clients = clientAuthorities is null ? null : rig.Own(new SecretVolume(("ca.crt", clientAuthorities)));
        rig.Server = await TestServer.StartAsync(TestFiles.Samples, o => o with
        {
            TlsCertificate = rig.Secret["tls.crt"],
            TlsKey = rig.Secret["tls.key"],
            TlsClientCa = clients?["ca.crt"],
            TlsPollInterval = pollInterval ?? TimeSpan.FromMinutes(10),
        });
        return rig;
    }

    /// <summary>What a Secret with this certificate holds.</summary>
    public static (string Name, string Text)[] Files(X509Certificate2 certificate) =>
        [("tls.crt", certificate.ExportCertificatePem()), ("tls.key", TestAuthority.KeyPem(certificate))];

    /// <summary>A channel that trusts the rig's authority, with a certificate of its own or without; the rig's to dispose of.</summary>
    public GrpcChannel Connect(X509Certificate2? own = null) => Own(new GrpcChannel(Server.GrpcAddress, new GrpcChannelOptions { Tls = Trusting(own) }));

    public HttpClient ConnectRest(X509Certificate2? own = null) =>
        Own(new HttpClient(new SocketsHttpHandler { SslOptions = Trusting(own) }) { BaseAddress = Server.HttpAddress });

    /// <summary>A handshake at a port, by hand.</summary>
    /// <exception cref="AuthenticationException">The two did not come together.</exception>
    public async Task<SslStream> HandshakeAsync(int port, SslApplicationProtocol[]? protocols = null, SslProtocols versions = SslProtocols.None, CipherSuitesPolicy? ciphers = null)
    {
        var socket = Own(new TcpClient());
        await socket.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var stream = Own(new SslStream(socket.GetStream()));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = protocols is null ? null : [.. protocols],
                EnabledSslProtocols = versions,
                CipherSuitesPolicy = ciphers,
                CertificateChainPolicy = Authority.Trust(),
            },
            TestContext.Current.CancellationToken);
        return stream;
    }

    public T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    public async ValueTask DisposeAsync()
    {
        _owned.Reverse();
        foreach (var client in _owned.Where(o => o is not SecretVolume))
        {
            client.Dispose();
        }

        await Server.DisposeAsync();
        _owned.OfType<SecretVolume>().ToList().ForEach(v => v.Dispose());
        Authority.Dispose();
    }

    /// <summary>One call of the sample model.</summary>
    public static async Task<IReadOnlyList<double>> PredictAsync(GrpcChannel channel)
    {
        var answer = await channel.UnaryAsync(
            "model.ModelInference/Predict",
            ProtobufCodec.For<PredictRequest>(),
            ProtobufCodec.For<PredictResponse>(),
            new PredictRequest { ModelId = "example_model", Inputs = { 1, 2, 3 } });
        return answer.Outputs;
    }

    /// <summary>The value of a family without labels on the page of metrics.</summary>
    public async Task<double> ReadMetricAsync(string series)
    {
        using var http = new HttpClient { BaseAddress = Server.ManagementAddress };
        var page = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var line = page.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private SslClientAuthenticationOptions Trusting(X509Certificate2? own) => new()
    {
        CertificateChainPolicy = Authority.Trust(),
        ClientCertificates = own is null ? null : [own],
    };
}
