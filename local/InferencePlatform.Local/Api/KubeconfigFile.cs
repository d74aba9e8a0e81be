using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Local.Api;

/// <summary>The file by which <c>kubectl</c> finds this server and is let in.</summary>
internal static class KubeconfigFile
{
    private const string Name = "inference-platform";

    public static void Write(string path, Uri server, ServerCertificates certificates)
    {
        var config = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = Named("cluster", new JsonObject
            {
                ["server"] = server.GetLeftPart(UriPartial.Authority),
                ["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificates.Authority.ExportCertificatePem())),
            }),
            ["users"] = Named("user", new JsonObject { ["token"] = certificates.Token }),
            ["contexts"] = Named("context", new JsonObject { ["cluster"] = Name, ["user"] = Name, ["namespace"] = "default" }),
            ["current-context"] = Name,
        };
        var draft = path + ".draft";
        using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(KubernetesYaml.Write(config));
        }

        File.Move(draft, path, overwrite: true);
    }

    private static JsonArray Named(string what, JsonObject content) => [new JsonObject { ["name"] = Name, [what] = content }];
}
