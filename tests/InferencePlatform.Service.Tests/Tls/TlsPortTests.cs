using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;

namespace InferencePlatform.Service.Tests.Tls;

/// <summary>What the three ports speak where the server has a certificate.</summary>
public sealed class TlsPortTests
{
    [Fact]
    public async Task Both_ports_are_served_over_TLS_and_the_management_port_in_clear()
    {
        await using var rig = await TlsRig.StartAsync();

        Assert.Equal([2, 4, 6], await TlsRig.PredictAsync(rig.Connect()));
        using var rest = await rig.ConnectRest().GetAsync("/v2/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, rest.StatusCode);
        using var management = new HttpClient { BaseAddress = rig.Server.ManagementAddress };
        Assert.Equal("ready\n", await management.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_in_clear_gets_no_answer_at_a_port_with_TLS()
    {
        await using var rig = await TlsRig.StartAsync();
        using var channel = new GrpcChannel(new UriBuilder(rig.Server.GrpcAddress) { Scheme = "http" }.Uri);

        var refused = await Assert.ThrowsAsync<RpcException>(() => TlsRig.PredictAsync(channel));

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
    }

    [Fact]
    public async Task The_gRPC_port_speaks_HTTP_2_and_the_REST_port_HTTP_1_whatever_else_a_client_offers()
    {
        await using var rig = await TlsRig.StartAsync();
        SslApplicationProtocol[] both = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2];

        await using var grpc = await rig.HandshakeAsync(rig.Server.Server.GrpcPort, both);
        await using var rest = await rig.HandshakeAsync(rig.Server.Server.HttpPort, both);

        Assert.Equal(SslApplicationProtocol.Http2, grpc.NegotiatedApplicationProtocol);
        Assert.Equal(SslApplicationProtocol.Http11, rest.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task A_client_that_offers_only_the_other_ports_protocol_is_turned_away_in_the_handshake()
    {
        await using var rig = await TlsRig.StartAsync();

        await Assert.ThrowsAsync<AuthenticationException>(() => rig.HandshakeAsync(rig.Server.Server.GrpcPort, [SslApplicationProtocol.Http11]));
        await Assert.ThrowsAsync<AuthenticationException>(() => rig.HandshakeAsync(rig.Server.Server.HttpPort, [SslApplicationProtocol.Http2]));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_spoken(SslProtocols version)
    {
        await using var rig = await TlsRig.StartAsync();

        await using var stream = await rig.HandshakeAsync(rig.Server.Server.GrpcPort, [SslApplicationProtocol.Http2], version);

        Assert.Equal(version, stream.SslProtocol);
    }

    [Fact]
    public async Task TLS_1_1_is_not_spoken()
    {
        await using var rig = await TlsRig.StartAsync();
#pragma warning disable SYSLIB0039, CA5397 // That it is out of use is what is tested.
        const SslProtocols Old = SslProtocols.Tls11;
#pragma warning restore SYSLIB0039, CA5397

        await Assert.ThrowsAsync<AuthenticationException>(() => rig.HandshakeAsync(rig.Server.Server.GrpcPort, null, Old, WeakCiphers(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA)));
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA)]
    public async Task Cipher_suites_that_HTTP_2_forbids_are_not_spoken(TlsCipherSuite suite)
    {
        await using var rig = await TlsRig.StartAsync();

        await Assert.ThrowsAsync<AuthenticationException>(() => rig.HandshakeAsync(rig.Server.Server.GrpcPort, null, SslProtocols.Tls12, WeakCiphers(suite)));
    }

    private static CipherSuitesPolicy WeakCiphers(TlsCipherSuite suite) => new([suite]);
}
