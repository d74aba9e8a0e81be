using System.Text.Json.Nodes;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>
/// A program that prints a credential: what to run, and what to tell it. Source: the API
/// <c>client.authentication.k8s.io</c>, versions v1 and v1beta1.
/// </summary>
internal sealed record ExecPlugin
{
    private const string Group = "client.authentication.k8s.io/";

    public required string ApiVersion { get; init; }

    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>What to do where the program is not installed.</summary>
    public string? InstallHint { get; init; }

    /// <summary>Whether it may ask the user: <c>Never</c>, <c>IfAvailable</c> or <c>Always</c>.</summary>
    public required string InteractiveMode { get; init; }

    /// <summary>The cluster, as the program is told; null where it did not ask to be.</summary>
    public JsonObject? Cluster { get; init; }

    public static ExecPlugin Of(KubeConfigFile.Exec exec, string file, Func<string, string, KubeConfigException> error, ClusterConfiguration cluster)
    {
        if (exec.ApiVersion is not (Group + "v1" or Group + "v1beta1"))
        {
            throw error("exec.apiVersion", $"\"{exec.ApiVersion}\" is not known; {Group}v1 and {Group}v1beta1 are");
        }

        if (string.IsNullOrEmpty(exec.Command))
        {
            throw error("exec.command", "it is missing");
        }

        var mode = exec.InteractiveMode ?? (exec.ApiVersion == Group + "v1beta1" ? "IfAvailable" : "");
        if (mode is not ("Never" or "IfAvailable" or "Always"))
        {
            throw error("exec.interactiveMode", $"\"{mode}\" is none of Never, IfAvailable and Always");
        }

        return new ExecPlugin
        {
            ApiVersion = exec.ApiVersion,
            Command = CommandPath(exec.Command, file),
            Arguments = exec.Args ?? [],
            Environment = [.. (exec.Env ?? []).Select(v => new KeyValuePair<string, string>(v.Name ?? "", v.Value ?? ""))],
            InstallHint = exec.InstallHint,
            InteractiveMode = mode,
            Cluster = exec.ProvideClusterInfo ? ClusterInfo(cluster) : null,
        };
    }

    /// <summary>A command with a slash in it is looked for beside the file, any other along PATH, as client-go does.</summary>
    private static string CommandPath(string command, string file) =>
        command.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(command, Path.GetDirectoryName(file)!) : command;

    private static JsonObject ClusterInfo(ClusterConfiguration cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Server.OriginalString };
        if (cluster.TlsServerName is { } name)
        {
            info["tls-server-name"] = name;
        }

        if (cluster.InsecureSkipTlsVerify)
        {
            info["insecure-skip-tls-verify"] = true;
        }

        if (cluster.CertificateAuthorities is { } authorities)
        {
            info["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authorities.ExportCertificatePems()));
        }

        if (cluster.Proxy is { } proxy)
        {
            info["proxy-url"] = proxy.OriginalString;
        }

        return info;
    }
}
