using System.Text;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Configuration;

public sealed class KubeConfigTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TestCertificates _certificates = new();
    private readonly Dictionary<string, string> _environment = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_context_gives_server_authority_namespace_and_token()
    {
        var file = _folder.Write("config", $$"""
            apiVersion: v1
            kind: Config
            current-context: b
            clusters:
            - name: c
              cluster: { server: "https://example.com:6443/prefix", certificate-authority-data: {{Base64(_certificates.Authority.ExportCertificatePem())}}, tls-server-name: api, proxy-url: "socks5://proxy:1080" }
            users:
            - name: u
              user: { token: secret, as: jane, as-uid: "7", as-groups: [g1], as-user-extra: { scope: [x] } }
            contexts:
            - name: a
              context: { cluster: c }
            - name: b
              context: { cluster: c, user: u, namespace: models }
            preferences: { colors: true }
            """);

        var b = Load(file);
        var a = Load(file, "a");

        Assert.Equal(new Uri("https://example.com:6443/prefix"), b.Server);
        Assert.Equal(_certificates.Authority.Thumbprint, Assert.Single(b.CertificateAuthorities!).Thumbprint);
        Assert.Equal(("api", new Uri("socks5://proxy:1080"), "models", false), (b.TlsServerName, b.Proxy, b.Namespace, b.InsecureSkipTlsVerify));
        Assert.Equal("Bearer secret", (await b.Credentials.GetAsync(Cancelled)).Authorization!.ToString());
        Assert.Equal(
            ["Impersonate-User=jane", "Impersonate-Uid=7", "Impersonate-Group=g1", "Impersonate-Extra-scope=x"],
            b.Headers.Select(h => $"{h.Key}={h.Value}"));
        Assert.Equal("default", a.Namespace);
        Assert.Same(Credential.Anonymous.Authorization, (await a.Credentials.GetAsync(Cancelled)).Authorization);
    }

    [Fact]
    public async Task Of_several_files_the_first_that_says_something_is_right_and_paths_are_relative_to_their_own_file()
    {
        var client = _certificates.Issue("me");
        _folder.Write("two/client.pem", client.ExportCertificatePem());
        _folder.Write("two/client.key", TestCertificates.KeyPem(client));
        _folder.Write("one/ca.pem", _certificates.Authority.ExportCertificatePem());
        var one = _folder.Write("one/config", """
            clusters: [{ name: c, cluster: { server: "https://one", certificate-authority: ca.pem } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            """);
        var two = _folder.Write("two/config", """
            current-context: x
            clusters: [{ name: c, cluster: { server: "https://two" } }]
            users: [{ name: u, user: { client-certificate: client.pem, client-key: client.key } }]
            """);
        var three = _folder.Write("three", "current-context: y\nusers: [{ name: u, user: { token: other } }]\n");
        _environment["KUBECONFIG"] = $"{one}:{_folder.Root}/missing::{two}:{three}";

        var configuration = Load();

        Assert.Equal(new Uri("https://one"), configuration.Server);
        Assert.Single(configuration.CertificateAuthorities!);
        var credential = await configuration.Credentials.GetAsync(Cancelled);
        Assert.Null(credential.Authorization);
        Assert.Equal(client.Thumbprint, Assert.Single(credential.Certificates!).Thumbprint);
        Assert.True(credential.Certificates![0].HasPrivateKey);
    }

    [Fact]
    public void Without_anything_named_the_users_own_file_is_read()
    {
        _folder.Write(".kube/config", "current-context: x\nclusters: [{ name: c, cluster: { server: 'https://home' } }]\ncontexts: [{ name: x, context: { cluster: c } }]\n");
        _environment["HOME"] = _folder.Root;

        Assert.Equal(new Uri("https://home"), Load().Server);
    }

    [Fact]
    public async Task A_pod_uses_its_service_account_and_reads_the_token_again_when_it_rotates()
    {
        _environment["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        _environment["KUBERNETES_SERVICE_PORT"] = "443";
        _folder.Write("ca.crt", _certificates.Authority.ExportCertificatePem());
        _folder.Write("namespace", "models\n");
        var token = _folder.Write("token", "first\n");
        var configuration = Load();

        Assert.Equal(new Uri("https://[fd00::1]:443"), configuration.Server);
        Assert.Equal("models", configuration.Namespace);
        Assert.Equal("first", await TokenAsync());

        await File.WriteAllTextAsync(token, "second", Cancelled);
        Assert.Equal("first", await TokenAsync());
        _time.Advance(TokenFileCredentials.RereadAfter);
        Assert.Equal("second", await TokenAsync());

        await File.WriteAllTextAsync(token, "third", Cancelled);
        configuration.Credentials.Refuse(await configuration.Credentials.GetAsync(Cancelled));
        Assert.Equal("third", await TokenAsync());

        File.Delete(token);
        _time.Advance(TokenFileCredentials.RereadAfter);
        Assert.Equal("third", await TokenAsync());

        async Task<string?> TokenAsync() => (await configuration.Credentials.GetAsync(Cancelled)).Authorization!.Parameter;
    }

    [Fact]
    public async Task A_token_file_is_preferred_to_a_token_and_one_that_is_missing_is_named()
    {
        var file = Write("user: { token: old, tokenFile: token }");
        var configuration = Load(file);

        var error = await Assert.ThrowsAsync<KubeConfigException>(async () => await configuration.Credentials.GetAsync(Cancelled));
        Assert.Contains($"{_folder.Root}/token", error.Message, StringComparison.Ordinal);

        _folder.Write("token", "new");
        Assert.Equal("new", (await configuration.Credentials.GetAsync(Cancelled)).Authorization!.Parameter);
    }

    [Fact]
    public async Task A_user_name_and_a_password_are_sent_as_such()
    {
        var credential = await Load(Write("user: { username: me, password: 'p:w' }")).Credentials.GetAsync(Cancelled);

        Assert.Equal("Basic " + Base64("me:p:w"), credential.Authorization!.ToString());
    }

    [Theory]
    [InlineData("user: { auth-provider: { name: gcp } }", null, "auth-provider", "exec plugin")]
    [InlineData("user: { as: jane, as-groups: [a, b] }", null, "as-groups", "several values")]
    [InlineData("user: { client-key-data: eA== }", null, "client-certificate", "missing")]
    [InlineData("user: { client-certificate-data: eA== }", null, "client-key", "missing")]
    [InlineData("user: { client-certificate: none.pem, client-key-data: eA== }", null, "client-certificate", "none.pem")]
    [InlineData("user: { client-certificate-data: '?', client-key-data: eA== }", null, "client-certificate-data", "Base-64")]
    [InlineData("user: { exec: { command: x, apiVersion: client.authentication.k8s.io/v1alpha1 } }", null, "exec.apiVersion", "v1beta1")]
    [InlineData("user: { exec: { apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never } }", null, "exec.command", "missing")]
    [InlineData("user: { exec: { command: x, apiVersion: client.authentication.k8s.io/v1 } }", null, "exec.interactiveMode", "Never")]
    [InlineData("user: {}", "cluster: {}", "server", "missing")]
    [InlineData("user: {}", "cluster: { server: 'example.com:6443' }", "server", "example.com:6443")]
    [InlineData("user: {}", "cluster: { server: 'https://x', proxy-url: 'ftp://x' }", "proxy-url", "socks5")]
    [InlineData("user: {}", "cluster: { server: 'https://x', certificate-authority-data: eA== }", "certificate-authority", "no certificate")]
    [InlineData("user: {}", "cluster: { server: 'https://x', certificate-authority-data: eA==, insecure-skip-tls-verify: true }", "insecure-skip-tls-verify", "remove one")]
    public void What_cannot_be_used_is_named_by_file_context_and_field(string user, string? cluster, string field, string said)
    {
        var file = Write(user, cluster);

        var error = Assert.Throws<KubeConfigException>(() => Load(file));

        Assert.StartsWith($"{file}, context \"x\", {field}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_named_with_what_is()
    {
        var file = Write("user: {}");

        Assert.Equal($"{file} has no context \"y\": x, broken.", Assert.Throws<KubeConfigException>(() => Load(file, "y")).Message);
        Assert.Equal($"{file}, context \"broken\", cluster: there is no cluster \"none\".", Assert.Throws<KubeConfigException>(() => Load(file, "broken")).Message);
        Assert.Contains("no current-context", Assert.Throws<KubeConfigException>(() => Load(_folder.Write("empty", ""))).Message, StringComparison.Ordinal);
        Assert.Contains("/none cannot be read", Assert.Throws<KubeConfigException>(() => Load(_folder.Root + "/none")).Message, StringComparison.Ordinal);
        Assert.Contains("Set KUBECONFIG", Assert.Throws<KubeConfigException>(() => Load()).Message, StringComparison.Ordinal);
        var bad = _folder.Write("bad", "clusters:\n- name: [\n");
        Assert.StartsWith($"{bad}, line 2: ", Assert.Throws<KubeConfigException>(() => Load(bad)).Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string Write(string user, string? cluster = null) => _folder.Write("config", $$"""
        current-context: x
        clusters:
        - name: c
          {{cluster ?? "cluster: { server: 'https://x' }"}}
        users:
        - name: u
          {{user}}
        contexts:
        - { name: x, context: { cluster: c, user: u } }
        - { name: broken, context: { cluster: none } }
        """);

    private ClusterConfiguration Load(string? path = null, string? context = null) =>
        KubeConfig.Load(path, context, _environment.GetValueOrDefault, _folder.Root, _time);
}
