using System.Text.Json;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Configuration;

public sealed class ExecCredentialsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private int Runs => File.Exists(_folder.Root + "/runs") ? File.ReadAllLines(_folder.Root + "/runs").Length : 0;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_token_is_kept_until_it_expires_or_is_refused(string version)
    {
        Script(version, """{"token":"t'$(wc -l < runs)'","expirationTimestamp":"2026-11-24T13:00:00Z"}""");
        var credentials = Load(version);

        var together = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credentials.GetAsync(Cancelled).AsTask()));
        Assert.All(together, c => Assert.Equal("t1", c.Authorization!.Parameter));
        Assert.Equal(1, Runs);

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("t1", (await credentials.GetAsync(Cancelled)).Authorization!.Parameter);
        credentials.Refuse(together[0]);
        Assert.Equal("t2", (await credentials.GetAsync(Cancelled)).Authorization!.Parameter);
        credentials.Refuse(together[0]);
        Assert.Equal("t2", (await credentials.GetAsync(Cancelled)).Authorization!.Parameter);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("t3", (await credentials.GetAsync(Cancelled)).Authorization!.Parameter);
        Assert.Equal(3, Runs);
    }

    [Fact]
    public async Task The_program_is_told_the_cluster_its_arguments_and_its_environment_and_cannot_ask_anybody()
    {
        Script("v1", """{"token":"t"}""", """printf '%s' "$KUBERNETES_EXEC_INFO" > info; printf '%s %s %s' "$1" "$2" "$MORE" > seen; cat > asked""");

        await Load("v1", "args: [get, 'a b'], env: [{ name: MORE, value: x }], provideClusterInfo: true,").GetAsync(Cancelled);

        using var info = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.Root + "/info", Cancelled));
        Assert.Equal("client.authentication.k8s.io/v1", info.RootElement.GetProperty("apiVersion").GetString());
        Assert.False(info.RootElement.GetProperty("spec").GetProperty("interactive").GetBoolean());
        Assert.Equal("https://x", info.RootElement.GetProperty("spec").GetProperty("cluster").GetProperty("server").GetString());
        Assert.Equal("get a b x", await File.ReadAllTextAsync(_folder.Root + "/seen", Cancelled));
        Assert.Equal("", await File.ReadAllTextAsync(_folder.Root + "/asked", Cancelled));
    }

    [Fact]
    public async Task A_certificate_is_a_credential_too()
    {
        var client = new TestCertificates().Issue("me");
        var status = JsonSerializer.Serialize(new { clientCertificateData = client.ExportCertificatePem(), clientKeyData = TestCertificates.KeyPem(client) });
        Script("v1", status);

        var credential = await Load("v1").GetAsync(Cancelled);

        Assert.Null(credential.Authorization);
        Assert.Equal(client.Thumbprint, credential.Certificates![0].Thumbprint);
        Assert.True(credential.Certificates[0].HasPrivateKey);
    }

    [Theory]
    [InlineData("""{}""", "", "neither a token nor a certificate")]
    [InlineData("""{"clientCertificateData":"x"}""", "", "without the other")]
    [InlineData("""{"clientCertificateData":"x","clientKeyData":"y"}""", "", "cannot be read")]
    [InlineData("""{"token":}""", "", "cannot be read")]
    [InlineData("""{"token":"t"}""", "echo no such account >&2; exit 3", "ended with 3: no such account")]
    public async Task A_program_that_is_of_no_use_is_named_with_the_reason_and_run_again_the_next_time(string status, string before, string said)
    {
        Script("v1", status, before);
        var credentials = Load("v1");

        var error = await Assert.ThrowsAsync<KubeConfigException>(async () => await credentials.GetAsync(Cancelled));
        await Assert.ThrowsAsync<KubeConfigException>(async () => await credentials.GetAsync(Cancelled));

        Assert.Contains($"{_folder.Root}/login", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task A_program_that_answers_in_another_version_is_refused()
    {
        Script("v1beta1", """{"token":"t"}""");

        var error = await Assert.ThrowsAsync<KubeConfigException>(async () => await Load("v1").GetAsync(Cancelled));

        Assert.Contains("v1beta1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_installed_says_how_to_install_it()
    {
        var error = await Assert.ThrowsAsync<KubeConfigException>(async () => await Load("v1", "installHint: Install it from the shop.,").GetAsync(Cancelled));

        Assert.EndsWith("Install it from the shop.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_must_ask_somebody_is_refused_where_there_is_nobody()
    {
        Assert.SkipUnless(Console.IsInputRedirected, "The tests run at a terminal.");
        Script("v1", """{"token":"t"}""");

        var error = await Assert.ThrowsAsync<KubeConfigException>(async () => await Load("v1", mode: "Always").GetAsync(Cancelled));

        Assert.Contains("there is no terminal", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Runs);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_ended()
    {
        Script("v1", """{"token":"t"}""", "echo $$ > pid; sleep 600");
        var waiting = Load("v1").GetAsync(Cancelled).AsTask();
        await Eventually.TrueAsync(() => File.Exists(_folder.Root + "/pid") && File.ReadAllText(_folder.Root + "/pid").Length > 1, "the program's start");

        _time.Advance(ExecRunner.Patience);

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => waiting);
        Assert.Contains("did not end in time", error.Message, StringComparison.Ordinal);
        var pid = (await File.ReadAllTextAsync(_folder.Root + "/pid", Cancelled)).Trim();
        await Eventually.TrueAsync(() => !File.Exists($"/proc/{pid}/exe") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal), "the program's end");
    }

    private void Script(string version, string status, string before = "") => _folder.WriteScript("login", $$"""
        cd "$(dirname "$0")"
        echo run >> runs
        {{before}}
        printf '%s\n' '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/{{version}}","status":{{status}}}'
        """);

    private ICredentialSource Load(string version, string more = "", string mode = "Never")
    {
        var file = _folder.Write("config", $$"""
            current-context: x
            clusters: [{ name: c, cluster: { server: "https://x" } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            users: [{ name: u, user: { exec: { apiVersion: client.authentication.k8s.io/{{version}}, command: ./login, {{more}} interactiveMode: {{mode}} } } }]
            """);
        return KubeConfig.Load(file, null, _ => null, _folder.Root, _time).Credentials;
    }
}
