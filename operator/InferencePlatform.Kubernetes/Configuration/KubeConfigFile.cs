using YamlDotNet.Serialization;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>A kubeconfig file as it is written (<c>v1.Config</c> of <c>client-go/tools/clientcmd</c>); fields it does not know are ignored, as kubectl does.</summary>
internal sealed class KubeConfigFile
{
    [YamlMember(Alias = "current-context")]
    public string? CurrentContext { get; set; }

    [YamlMember(Alias = "clusters")]
    public List<NamedCluster>? Clusters { get; set; }

    [YamlMember(Alias = "users")]
    public List<NamedUser>? Users { get; set; }

    [YamlMember(Alias = "contexts")]
    public List<NamedContext>? Contexts { get; set; }

    internal sealed class NamedCluster
    {
        [YamlMember(Alias = "name")]
        public string? Name { get; set; }

        [YamlMember(Alias = "cluster")]
        public Cluster? Value { get; set; }
    }

    internal sealed class Cluster
    {
        [YamlMember(Alias = "server")]
        public string? Server { get; set; }

        [YamlMember(Alias = "certificate-authority")]
        public string? CertificateAuthority { get; set; }

        [YamlMember(Alias = "certificate-authority-data")]
        public string? CertificateAuthorityData { get; set; }

        [YamlMember(Alias = "insecure-skip-tls-verify")]
        public bool InsecureSkipTlsVerify { get; set; }

        [YamlMember(Alias = "tls-server-name")]
        public string? TlsServerName { get; set; }

        [YamlMember(Alias = "proxy-url")]
        public string? ProxyUrl { get; set; }
    }

    internal sealed class NamedUser
    {
        [YamlMember(Alias = "name")]
        public string? Name { get; set; }

        [YamlMember(Alias = "user")]
        public User? Value { get; set; }
    }

    internal sealed class User
    {
        [YamlMember(Alias = "client-certificate")]
        public string? ClientCertificate { get; set; }

        [YamlMember(Alias = "client-certificate-data")]
        public string? ClientCertificateData { get; set; }

        [YamlMember(Alias = "client-key")]
        public string? ClientKey { get; set; }

        [YamlMember(Alias = "client-key-data")]
        public string? ClientKeyData { get; set; }

        [YamlMember(Alias = "token")]
        public string? Token { get; set; }

        [YamlMember(Alias = "tokenFile")]
        public string? TokenFile { get; set; }

        [YamlMember(Alias = "username")]
        public string? Username { get; set; }

        [YamlMember(Alias = "password")]
        public string? Password { get; set; }

        [YamlMember(Alias = "as")]
        public string? As { get; set; }

        [YamlMember(Alias = "as-uid")]
        public string? AsUid { get; set; }

        [YamlMember(Alias = "as-groups")]
        public List<string>? AsGroups { get; set; }

        [YamlMember(Alias = "as-user-extra")]
        public Dictionary<string, List<string>>? AsUserExtra { get; set; }

        [YamlMember(Alias = "exec")]
        public Exec? Exec { get; set; }

        [YamlMember(Alias = "auth-provider")]
        public object? AuthProvider { get; set; }
    }

    internal sealed class Exec
    {
        [YamlMember(Alias = "apiVersion")]
        public string? ApiVersion { get; set; }

        [YamlMember(Alias = "command")]
        public string? Command { get; set; }

        [YamlMember(Alias = "args")]
        public List<string>? Args { get; set; }

        [YamlMember(Alias = "env")]
        public List<Variable>? Env { get; set; }

        [YamlMember(Alias = "installHint")]
        public string? InstallHint { get; set; }

        [YamlMember(Alias = "provideClusterInfo")]
        public bool ProvideClusterInfo { get; set; }

        [YamlMember(Alias = "interactiveMode")]
        public string? InteractiveMode { get; set; }
    }

    internal sealed class Variable
    {
        [YamlMember(Alias = "name")]
        public string? Name { get; set; }

        [YamlMember(Alias = "value")]
        public string? Value { get; set; }
    }

    internal sealed class NamedContext
    {
        [YamlMember(Alias = "name")]
        public string? Name { get; set; }

        [YamlMember(Alias = "context")]
        public Context? Value { get; set; }
    }

    internal sealed class Context
    {
        [YamlMember(Alias = "cluster")]
        public string? Cluster { get; set; }

        [YamlMember(Alias = "user")]
        public string? User { get; set; }

        [YamlMember(Alias = "namespace")]
        public string? Namespace { get; set; }
    }
}
