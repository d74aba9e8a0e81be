using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace InferencePlatform.TestCluster;

/// <summary>The file by which kubectl and other clients find an API server.</summary>
public static class Kubeconfig
{
    /// <summary>A file with one context, in which a token's owner talks to the server.</summary>
    public static async Task WriteAsync(string path, Uri server, X509Certificate2 authority, string token) =>
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: test
              cluster:
                server: {{server.GetLeftPart(UriPartial.Authority)}}
                certificate-authority-data: {{Convert.ToBase64String(Encoding.ASCII.GetBytes(authority.ExportCertificatePem()))}}
            users:
            - name: test
              user:
                token: {{token}}
            contexts:
            - name: test
              context:
                cluster: test
                user: test
            current-context: test

            """);
}
