using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Tests.Hosting;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Tls;

/// <summary>Files and settings of TLS that cannot be used are told of at the start, all at once.</summary>
public sealed class TlsSettingsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tls-");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_pair_that_belongs_together_is_no_problem()
    {
        using var certificate = _authority.Issue();

        Assert.Empty(Check(certificate.ExportCertificatePem(), TestAuthority.KeyPem(certificate), _authority.Pem));
    }

    [Fact]
    public void Keys_are_taken_in_each_form_that_tools_write()
    {
        using var ec = _authority.Issue();
        using var rsa = _authority.Issue(rsaBits: 2048);

        Assert.Empty(Check(rsa.ExportCertificatePem(), TestAuthority.KeyPem(rsa)));
        Assert.Empty(Check(rsa.ExportCertificatePem(), RsaKey(rsa)));
        Assert.Empty(Check(ec.ExportCertificatePem(), "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + EcKey(ec)));
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var problems = Load(
            "--tls-certificate", Path.Combine(_folder.FullName, "none.crt"), "--tls-key", _folder.FullName, "--tls-client-ca", "/nowhere/ca.crt");

        Assert.Collection(
            problems,
            p => Assert.EndsWith("none.crt, does not exist.", p, StringComparison.Ordinal),
            p => Assert.Equal($"The file of the TLS key, {_folder.FullName}, is a folder.", p),
            p => Assert.Equal("The file of the TLS client authorities, /nowhere/ca.crt, does not exist.", p));
    }

    [Theory]
    [InlineData("--tls-certificate /dev/null", "--tls-certificate has no private key; give its file with --tls-key.")]
    [InlineData("--tls-key /dev/null", "--tls-key is about TLS, and there is no certificate; give its file with --tls-certificate.")]
    [InlineData("--tls-client-ca /dev/null", "--tls-client-ca is about TLS, and there is no certificate; give its file with --tls-certificate.")]
    [InlineData("--tls-poll-interval 1m", "--tls-poll-interval is about TLS, and there is no certificate; give its file with --tls-certificate.")]
    public void Settings_that_lack_their_other_half_are_a_problem(string line, string problem) =>
        Assert.Equal([problem], Load(line.Split(' ')));

    [Theory]
    [InlineData("", "has no certificate in PEM form")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "has a certificate that cannot be read")]
    public void A_certificate_that_is_none_is_a_problem(string text, string problem)
    {
        using var certificate = _authority.Issue();

        Assert.Contains(problem, Assert.Single(Check(text, TestAuthority.KeyPem(certificate))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_or_future_certificate_is_a_problem()
    {
        using var expired = _authority.Issue(until: DateTimeOffset.UtcNow.AddMinutes(-1));
        using var future = _authority.Issue(since: DateTimeOffset.UtcNow.AddMinutes(10));

        Assert.Contains("(CN=localhost) expired at 20", Assert.Single(Check(expired)), StringComparison.Ordinal);
        Assert.Contains("(CN=localhost) is not valid before 20", Assert.Single(Check(future)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_too_short_for_any_client_is_a_problem()
    {
        using var certificate = _authority.Issue(rsaBits: 1024);

        Assert.Contains("has an RSA key of 1024 bits; clients want 2048 at least.", Assert.Single(Check(certificate)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_is_a_problem()
    {
        using var certificate = _authority.Issue();
        using var other = _authority.Issue();
        using var rsa = _authority.Issue(rsaBits: 2048);
        var pem = certificate.ExportCertificatePem();

        Assert.Contains("does not belong to the first certificate", Assert.Single(Check(pem, TestAuthority.KeyPem(other))), StringComparison.Ordinal);
        Assert.Contains("does not belong to the first certificate", Assert.Single(Check(pem, TestAuthority.KeyPem(rsa))), StringComparison.Ordinal);
        Assert.Contains("does not belong to the first certificate", Assert.Single(Check(_authority.Pem + "\n" + pem, TestAuthority.KeyPem(certificate))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_key_is_a_problem_in_either_form()
    {
        using var certificate = _authority.Issue();
        using var key = ECDsa.Create();
        var modern = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        const string Old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";

        Assert.All([modern, Old], pem => Assert.Contains("is encrypted, and there is nobody to ask", Assert.Single(Check(certificate.ExportCertificatePem(), pem)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense", "has no private key in PEM form")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "has no RSA or EC key that can be read")]
    public void A_key_that_is_none_is_a_problem(string pem, string problem)
    {
        using var certificate = _authority.Issue();

        Assert.Contains(problem, Assert.Single(Check(certificate.ExportCertificatePem(), pem)), StringComparison.Ordinal);
    }

    [Fact]
    public void Client_authorities_without_a_root_are_a_problem()
    {
        using var certificate = _authority.Issue();
        using var between = _authority.Intermediate();

        var problem = Assert.Single(Check(certificate.ExportCertificatePem(), TestAuthority.KeyPem(certificate), between.Pem));

        Assert.Contains("has no self-signed certificate", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_above_the_limit_is_a_problem()
    {
        using var certificate = _authority.Issue();

        Assert.Contains("has 1048577 bytes; it may have 1048576.", Assert.Single(Check(new string(' ', (1 << 20) + 1), TestAuthority.KeyPem(certificate))), StringComparison.Ordinal);
        Assert.Empty(Check(certificate.ExportCertificatePem().PadRight(1 << 20), TestAuthority.KeyPem(certificate)));
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_a_problem()
    {
        Assert.SkipWhen(Environment.UserName == "root", "Root may read every file.");
        using var certificate = _authority.Issue();
        var key = Write("locked.key", TestAuthority.KeyPem(certificate));
        File.SetUnixFileMode(key, UnixFileMode.None);

        var problem = Assert.Single(Load("--tls-certificate", Write("tls.crt", certificate.ExportCertificatePem()), "--tls-key", key));

        Assert.EndsWith("may not be read by this process; give its user or group the right to.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_refuses_to_start_in_clear_where_its_certificate_cannot_be_used()
    {
        await using var program = ServerProgram.Start(
            $"--repository={TestFiles.Samples}", "--tls-certificate=/nowhere/tls.crt", "--tls-key=/nowhere/tls.key");

        Assert.Equal(2, await program.WaitForExitAsync());

        Assert.Contains("/nowhere/tls.crt, does not exist.", program.StandardError, StringComparison.Ordinal);
        Assert.Contains("/nowhere/tls.key, does not exist.", program.StandardError, StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Check(X509Certificate2 certificate) =>
        Check(certificate.ExportCertificatePem(), TestAuthority.KeyPem(certificate));

    private IReadOnlyList<string> Check(string certificate, string key, string? authorities = null)
    {
        string[] line = ["--tls-certificate", Write("tls.crt", certificate), "--tls-key", Write("tls.key", key)];
        return Load(authorities is null ? line : [.. line, "--tls-client-ca", Write("ca.crt", authorities)]);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static IReadOnlyList<string> Load(params string[] line) =>
        Settings.Table.Load(CommandLine.Parse(Settings.Table, ["--repository", TestFiles.Samples, .. line]), new System.Collections.Hashtable()).Problems;

    private static string RsaKey(X509Certificate2 certificate) =>
        certificate.GetRSAPrivateKey()!.ExportRSAPrivateKeyPem();

    private static string EcKey(X509Certificate2 certificate) =>
        certificate.GetECDsaPrivateKey()!.ExportECPrivateKeyPem();
}
