using InferencePlatform.TestCluster.Real;

namespace InferencePlatform.ApiServer.Tests.Server;

/// <summary>Who may call.</summary>
public sealed class AuthenticationTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_token_that_nobody_gave_is_unauthorized(ApiServerKind kind)
    {
        var server = await ServerAsync(kind);
        using var stranger = new ApiClient(server.Url, server.CertificateAuthority, "0123456789abcdef");

        (await stranger.GetAsync("/api/v1/namespaces")).Failed(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    [Theory, EachApiServer]
    public async Task Nobody_sees_nothing(ApiServerKind kind)
    {
        var server = await ServerAsync(kind);
        using var nobody = new ApiClient(server.Url, server.CertificateAuthority, token: null);

        var answer = await nobody.GetAsync("/api/v1/namespaces");

        Assert.Contains(answer.Code, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
    }

    [Fact]
    public async Task A_client_certificate_is_a_user_with_groups()
    {
        Assert.SkipUnless(ApiServers.WhyNot(ApiServerKind.Real) is null, ApiServers.WhyNot(ApiServerKind.Real) ?? "");
        var server = (RealApiServer)await ServerAsync(ApiServerKind.Real);
        using var admins = server.IssueClientCertificate("root", "system:masters");
        using var guests = server.IssueClientCertificate("guest");
        using var admin = new ApiClient(server.Url, server.CertificateAuthority, token: null, admins);
        using var guest = new ApiClient(server.Url, server.CertificateAuthority, token: null, guests);

        (await admin.GetAsync("/api/v1/namespaces")).Succeeded();
        var status = (await guest.GetAsync("/api/v1/namespaces")).Failed(HttpStatusCode.Forbidden, "Forbidden");

        Assert.Contains("User \"guest\" cannot list resource \"namespaces\"", status.Text("message"), StringComparison.Ordinal);
    }
}
