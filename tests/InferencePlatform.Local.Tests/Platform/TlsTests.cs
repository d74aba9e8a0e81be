using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Testing;
using Model;

namespace InferencePlatform.Local.Tests.Platform;

/// <summary>A model behind TLS, with the real operator and the real server.</summary>
[Collection(nameof(PlatformTests))]
public sealed class TlsTests : IAsyncLifetime
{
    private static readonly string Example = Programs.Model("samples/models/example_model/1/model.onnx");

    private readonly TestAuthority _authority = new();
    private LocalPlatform _platform = null!;

    public async ValueTask InitializeAsync() => _platform = await LocalPlatform.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_model_is_served_with_the_certificate_of_its_Secret_to_clients_that_have_one_and_a_missing_Secret_is_named()
    {
        using var certificate = _authority.Issue();
        using var client = _authority.Issue(TestAuthority.ClientUse);
        await _platform.Cluster.ApplyAsync("example", Example, spec =>
            spec["serving"]!["tls"] = new JsonObject { ["secretName"] = "example-tls", ["clientCASecretName"] = "clients" });
        var waiting = await _platform.Cluster.UntilAsync("example", m => Cluster.Condition(m, "Ready") is { Reason: "VolumesNotReady" });
        Assert.Contains("example-tls", Cluster.Condition(waiting, "Ready")!.Message, StringComparison.Ordinal);

        await CreateSecretAsync("example-tls", ("tls.crt", certificate.ExportCertificatePem()), ("tls.key", TestAuthority.KeyPem(certificate)));
        await CreateSecretAsync("clients", ("ca.crt", _authority.Pem));
        var model = await _platform.Cluster.ReadyAsync("example");

        var address = model.Status!.Endpoint!.Grpc!;
        Assert.StartsWith("grpcs://", address, StringComparison.Ordinal);
        Assert.StartsWith("https://", model.Status.Endpoint.Http, StringComparison.Ordinal);
        Assert.Equal([2.0], await PredictAsync(address, certificate, client));
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => PredictAsync(address, certificate, null))).StatusCode);
    }

    private Task<Secret> CreateSecretAsync(string name, params (string Key, string Text)[] data) => _platform.Platform.Client.CreateAsync(
        new Secret
        {
            Metadata = new() { Name = name, Namespace = Cluster.Namespace },
            Data = data.ToDictionary(d => d.Key, d => Convert.ToBase64String(Encoding.UTF8.GetBytes(d.Text))),
        },
        TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<double>> PredictAsync(string address, X509Certificate2 server, X509Certificate2? own)
    {
        var tls = new SslClientAuthenticationOptions
        {
            // By its fingerprint: the address is one that the platform chose.
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == server.GetCertHashString(),
            ClientCertificates = own is null ? null : [own],
        };
        using var channel = new GrpcChannel(new Uri(address.Replace("grpcs://", "https://", StringComparison.Ordinal)), new GrpcChannelOptions { Tls = tls });
        var answer = await channel.UnaryAsync(
            "model.ModelInference/Predict",
            ProtobufCodec.For<PredictRequest>(),
            ProtobufCodec.For<PredictResponse>(),
            new PredictRequest { ModelId = "example_model", Inputs = { 1 } });
        return answer.Outputs;
    }
}
