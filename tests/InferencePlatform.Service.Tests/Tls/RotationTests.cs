using System.Net.Security;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Testing;
using Model;

namespace InferencePlatform.Service.Tests.Tls;

/// <summary>A Secret that changes under a running server.</summary>
public sealed class RotationTests
{
    private const string Expiry = "inference_tls_certificate_expiry_timestamp_seconds";
    private const string LastReload = "inference_tls_last_reload_successful";
    private const string Taken = "inference_tls_reloads_total{result=\"taken\"}";
    private const string Refused = "inference_tls_reloads_total{result=\"refused\"}";

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task New_connections_get_the_new_certificate_and_those_before_stay_open()
    {
        await using var rig = await TlsRig.StartAsync(pollInterval: Often);
        await using var stream = new StreamOfCalls(rig);
        await stream.CallAsync();
        var expires = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(5).ToUnixTimeSeconds());
        using var next = rig.Authority.Issue(until: expires);

        rig.Secret.Exchange(TlsRig.Files(next));
        await WaitForAsync(rig, Taken, 1);

        await using var handshake = await rig.HandshakeAsync(rig.Server.Server.GrpcPort, [SslApplicationProtocol.Http2]);
        Assert.Equal(next.GetCertHashString(), handshake.RemoteCertificate!.GetCertHashString());
        await using var rest = await rig.HandshakeAsync(rig.Server.Server.HttpPort);
        Assert.Equal(next.GetCertHashString(), rest.RemoteCertificate!.GetCertHashString());
        await stream.CallAsync();
        Assert.Equal(expires.ToUnixTimeSeconds(), await rig.ReadMetricAsync(Expiry));
        Assert.Equal(1, await rig.ReadMetricAsync(LastReload));
    }

    [Fact]
    public async Task A_pair_that_cannot_be_used_leaves_the_one_before_in_use_and_is_told_once()
    {
        await using var rig = await TlsRig.StartAsync();
        using var other = rig.Authority.Issue();

        rig.Secret.Exchange(("tls.crt", other.ExportCertificatePem()), ("tls.key", TestAuthority.KeyPem(rig.Certificate)));
        await rig.Server.Server.ReloadAsync();
        await rig.Server.Server.ReloadAsync();

        var error = Assert.Single(rig.Server.Errors.Take());
        Assert.Contains("does not belong to the first certificate", error, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY-----", error, StringComparison.Ordinal);
        Assert.Equal(0, await rig.ReadMetricAsync(LastReload));
        Assert.Equal(1, await rig.ReadMetricAsync(Refused));
        Assert.Equal([2, 4, 6], await TlsRig.PredictAsync(rig.Connect()));

        rig.Secret.Exchange(TlsRig.Files(other));
        await rig.Server.Server.ReloadAsync();

        Assert.Equal(1, await rig.ReadMetricAsync(LastReload));
        await using var handshake = await rig.HandshakeAsync(rig.Server.Server.GrpcPort, [SslApplicationProtocol.Http2]);
        Assert.Equal(other.GetCertHashString(), handshake.RemoteCertificate!.GetCertHashString());
    }

    [Fact]
    public async Task Files_that_vanish_leave_the_certificate_in_use_and_coming_back_ends_the_complaint()
    {
        await using var rig = await TlsRig.StartAsync();

        rig.Secret.Exchange();
        await rig.Server.Server.ReloadAsync();

        Assert.Contains("does not exist", Assert.Single(rig.Server.Errors.Take()), StringComparison.Ordinal);
        Assert.Equal([2, 4, 6], await TlsRig.PredictAsync(rig.Connect()));

        rig.Secret.Exchange(TlsRig.Files(rig.Certificate));
        await rig.Server.Server.ReloadAsync();

        Assert.Equal(1, await rig.ReadMetricAsync(LastReload));
        Assert.Equal(0, await rig.ReadMetricAsync(Taken));
    }

    [Fact]
    public async Task A_crowd_that_calls_while_certificates_change_loses_no_call()
    {
        await using var rig = await TlsRig.StartAsync();
        using var done = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var calls = 0;
            for (; !done.IsCancellationRequested; calls++)
            {
                // A channel for each call makes a handshake for each call.
                using var channel = new GrpcChannel(
                    rig.Server.GrpcAddress, new GrpcChannelOptions { Tls = new SslClientAuthenticationOptions { CertificateChainPolicy = rig.Authority.Trust() } });
                Assert.Equal([2, 4, 6], await TlsRig.PredictAsync(channel));
            }

            return calls;
        })).ToArray();
        for (var i = 0; i < 10; i++)
        {
            rig.Secret.Exchange(TlsRig.Files(rig.Own(rig.Authority.Issue(rsaBits: i % 2 == 0 ? 2048 : null))));
            await rig.Server.Server.ReloadAsync();
        }

        await done.CancelAsync();

        Assert.All(await Task.WhenAll(callers), calls => Assert.True(calls > 0));
        Assert.Equal(10, await rig.ReadMetricAsync(Taken));
    }

    private static async Task WaitForAsync(TlsRig rig, string series, double value)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await rig.ReadMetricAsync(series) != value)
        {
            await Task.Delay(Often, patience.Token);
        }
    }

    /// <summary>One call that stays open, for as long as its connection does.</summary>
    private sealed class StreamOfCalls : IAsyncDisposable
    {
        private readonly DuplexStreamingCall<PredictRequest, PredictResponse> _call;
        private readonly IAsyncEnumerator<PredictResponse> _answers;

        public StreamOfCalls(TlsRig rig)
        {
            _call = rig.Connect().DuplexStreaming(
                "model.ModelInferenceStream/PredictBidiStream", ProtobufCodec.For<PredictRequest>(), ProtobufCodec.For<PredictResponse>());
            _answers = _call.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        }

        public async Task CallAsync()
        {
            await _call.Requests.WriteAsync(new PredictRequest { ModelId = "example_model", Inputs = { 1, 2, 3 } });
            Assert.True(await _answers.MoveNextAsync());
            Assert.Equal([2, 4, 6], _answers.Current.Outputs);
        }

        public async ValueTask DisposeAsync()
        {
            _call.Requests.Complete();
            await _answers.DisposeAsync();
            _call.Dispose();
        }
    }
}
