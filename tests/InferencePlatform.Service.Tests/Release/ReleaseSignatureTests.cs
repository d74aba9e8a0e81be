using System.Security.Cryptography;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Release;

/// <summary>What a release is signed and verified with.</summary>
public sealed class ReleaseSignatureTests : IDisposable
{
    private readonly DirectoryInfo _beside = Directory.CreateTempSubdirectory("release-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ReleaseSignatureTests()
    {
        File.WriteAllText(Key, _key.ExportECPrivateKeyPem());
        File.WriteAllText(PublicKey, _key.ExportSubjectPublicKeyInfoPem());
        Directory.CreateDirectory(Path.Combine(Folder, "charts"));
        File.WriteAllText(Path.Combine(Folder, "server.tar"), "server");
        File.WriteAllText(Path.Combine(Folder, "charts", "the chart.tgz"), "chart");
    }

    private string Folder => Path.Combine(_beside.FullName, "files");

    private string Key => Path.Combine(_beside.FullName, "release.key");

    private string PublicKey => Path.Combine(_beside.FullName, "release.pub");

    public void Dispose()
    {
        _key.Dispose();
        _beside.Delete(recursive: true);
    }

    [Fact]
    public async Task A_release_is_verified_as_it_was_signed()
    {
        Assert.Equal((0, $"Signed 2 files of {Folder}."), await RunAsync("sign", Folder, Key));
        Assert.Equal((0, $"All 2 files of {Folder} are as they were signed."), await RunAsync("verify", Folder, PublicKey));
        Assert.True(_key.VerifyData(
            await File.ReadAllBytesAsync(Path.Combine(Folder, "SHA256SUMS"), TestContext.Current.CancellationToken),
            Convert.FromBase64String(await File.ReadAllTextAsync(Path.Combine(Folder, "SHA256SUMS.sig"), TestContext.Current.CancellationToken)),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence));
    }

    [Theory]
    [InlineData("server.tar", "these files are not the ones that were signed")]
    [InlineData("SHA256SUMS", "was not signed by the key")]
    [InlineData("stranger", "these files were not signed")]
    public async Task A_file_that_was_changed_or_added_since_is_found(string file, string said)
    {
        await RunAsync("sign", Folder, Key);
        await File.AppendAllTextAsync(Path.Combine(Folder, file), "x", TestContext.Current.CancellationToken);

        var (code, text) = await RunAsync("verify", Folder, PublicKey);

        Assert.Equal(1, code);
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_found()
    {
        await RunAsync("sign", Folder, Key);
        File.Delete(Path.Combine(Folder, "server.tar"));

        Assert.Equal(1, (await RunAsync("verify", Folder, PublicKey)).Code);
    }

    [Fact]
    public async Task Another_key_does_not_verify_it()
    {
        await RunAsync("sign", Folder, Key);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(PublicKey, other.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);

        Assert.Equal(1, (await RunAsync("verify", Folder, PublicKey)).Code);
    }

    [Fact]
    public async Task The_key_is_not_released_with_the_files()
    {
        var inside = Path.Combine(Folder, "release.key");
        File.Copy(Key, inside);

        var (code, text) = await RunAsync("sign", Folder, inside);

        Assert.Equal(2, code);
        Assert.Contains("would be released with it; keep it elsewhere.", text, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text)> RunAsync(string verb, params string[] arguments)
    {
        await using var script = new ToolProcess(Path.Combine(Repository.Root, $"build/{verb}-release.sh"), arguments);
        var code = await script.EndAsync(TimeSpan.FromSeconds(60));
        return (code, string.Join('\n', script.Output) + script.Errors);
    }
}
