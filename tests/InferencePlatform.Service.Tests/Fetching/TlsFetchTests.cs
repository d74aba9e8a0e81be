using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

/// <summary>Whom a fetch over https trusts.</summary>
public sealed class TlsFetchTests : IDisposable
{
    private readonly FetchRig _rig = new();
    private readonly X509Certificate2 _certificate = MakeCertificate();

    public void Dispose()
    {
        _certificate.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_is_not_asked()
    {
        await using var server = Serve();

        var failure = await _rig.FailAsync(server.FileUri);

        Assert.Equal(FetchFailure.BadAnswer, failure.Failure);
        Assert.StartsWith($"https://{server.Address.Authority}: no secure connection: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Where its certificate comes from an authority of your own, give that with --ca-file.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_authority_of_ones_own_is_trusted()
    {
        await using var server = Serve();
        var file = await WriteAsync(_certificate);

        await _rig.FetchAsync(server.FileUri, o => o with { CaFile = file, Sha256 = Answers.Sha256 });

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Another_authority_does_not_vouch_for_it()
    {
        await using var server = Serve();
        using var other = MakeCertificate();
        var file = await WriteAsync(other);

        Assert.Equal(FetchFailure.BadAnswer, (await _rig.FailAsync(server.FileUri, o => o with { CaFile = file })).Failure);
    }

    [Fact]
    public async Task Stores_are_trusted_by_the_same_rule()
    {
        await using var server = Serve();
        FetchOptions Store(FetchOptions options) => options with { S3Endpoint = server.Address, S3PathStyle = true, S3Anonymous = true };
        var file = await WriteAsync(_certificate);

        Assert.Contains("--ca-file", (await _rig.FailAsync("s3://models/m.onnx", Store)).Message, StringComparison.Ordinal);
        await _rig.FetchAsync("s3://models/m.onnx", o => Store(o) with { CaFile = file });
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=scripted", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private ScriptedServer Serve() => new((_, stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(Answers.Whole()), stop).AsTask(), _certificate);

    private async Task<string> WriteAsync(X509Certificate2 authority)
    {
        var file = Path.Combine(_rig.Beside, "ca.pem");
        await File.WriteAllTextAsync(file, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        return file;
    }
}
