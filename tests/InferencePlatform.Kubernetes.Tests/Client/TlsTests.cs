using System.Collections.Concurrent;
using System.Security.Authentication;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace InferencePlatform.Kubernetes.Tests.Client;

public sealed class TlsTests
{
    private static readonly RequestDelegate Answer = c => c.JsonAsync(Answers.ConfigMap("a", "1"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_another_authority_vouches_for_is_refused()
    {
        await using var server = await ScriptedServer.StartAsync(Answer);

        await RefusedAsync(server.Configuration with { CertificateAuthorities = [new TestCertificates().Authority] });
        await RefusedAsync(server.Configuration with { CertificateAuthorities = null });
        Assert.Empty(server.Requests);
        await AnsweredAsync(server.Configuration with { CertificateAuthorities = null, InsecureSkipTlsVerify = true });
    }

    [Fact]
    public async Task A_server_of_another_name_is_refused_unless_that_name_is_the_one_configured()
    {
        var asked = new ConcurrentQueue<string?>();
        await using var server = await ScriptedServer.StartAsync(Answer, certificateName: "api.example.com", onServerName: asked.Enqueue);

        await RefusedAsync(server.Configuration);
        await RefusedAsync(server.Configuration with { TlsServerName = "other.example.com" });
        await AnsweredAsync(server.Configuration with { TlsServerName = "api.example.com" });
        Assert.Equal("api.example.com", asked.Last());
    }

    [Fact]
    public async Task A_client_certificate_is_shown_and_a_new_one_on_new_connections()
    {
        await using var server = await ScriptedServer.StartAsync(Answer, clientCertificates: ClientCertificateMode.RequireCertificate);
        var credentials = new Rotating { Current = new Credential { Certificates = [server.Certificates.Issue("first")] } };
        await using var client = new KubernetesClient(server.Configuration with { Credentials = credentials });

        await client.GetAsync<ConfigMap>(new("ns", "a"), Cancelled);
        await client.GetAsync<ConfigMap>(new("ns", "a"), Cancelled);
        credentials.Current = new Credential { Certificates = [server.Certificates.Issue("second")] };
        await client.GetAsync<ConfigMap>(new("ns", "a"), Cancelled);

        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(r => r.ClientCertificate));
    }

    private static async Task AnsweredAsync(ClusterConfiguration configuration)
    {
        await using var client = new KubernetesClient(configuration);
        await client.GetAsync<ConfigMap>(new("ns", "a"), Cancelled);
    }

    private static async Task RefusedAsync(ClusterConfiguration configuration)
    {
        await using var client = new KubernetesClient(configuration);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync<ConfigMap>(new("ns", "a"), Cancelled));
        Assert.IsType<AuthenticationException>(error.InnerException);
    }

    private sealed class Rotating : ICredentialSource
    {
        public required Credential Current { get; set; }

        public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current);

        public void Refuse(Credential refused)
        {
        }
    }
}
