namespace InferencePlatform.TestCluster.Real;

/// <summary>The command lines of the real programs: on the loopback only, and quick rather than durable.</summary>
internal static class Commands
{
    public static IEnumerable<string> Etcd(int clientPort, int peerPort, string folder) =>
    [
        "--data-dir", Path.Combine(folder, "etcd"),
        "--listen-client-urls", $"http://127.0.0.1:{clientPort}",
        "--advertise-client-urls", $"http://127.0.0.1:{clientPort}",
        "--listen-peer-urls", $"http://127.0.0.1:{peerPort}",
        "--initial-advertise-peer-urls", $"http://127.0.0.1:{peerPort}",
        "--initial-cluster", $"default=http://127.0.0.1:{peerPort}",
        "--unsafe-no-fsync",
        "--logger", "zap",
        "--log-level", "warn",
    ];

    public static IEnumerable<string> ApiServer(int port, int etcdPort, ClusterKeys keys, string folder) =>
    [
        "--etcd-servers", $"http://127.0.0.1:{etcdPort}",
        "--bind-address", "127.0.0.1",
        "--advertise-address", "127.0.0.1",
        "--endpoint-reconciler-type", "none",
        "--secure-port", $"{port}",
        "--cert-dir", folder,
        "--tls-cert-file", keys.ServingCertificateFile,
        "--tls-private-key-file", keys.ServingKeyFile,
        "--client-ca-file", keys.AuthorityFile,
        "--token-auth-file", keys.TokenFile,
        "--service-account-issuer", "https://kubernetes.default.svc.cluster.local",
        "--service-account-key-file", keys.ServiceAccountKeyFile,
        "--service-account-signing-key-file", keys.ServiceAccountKeyFile,
        "--service-cluster-ip-range", "10.96.0.0/16",
        "--authorization-mode", "RBAC",
        "--allow-privileged",
        "--disable-admission-plugins", "ServiceAccount",
        "--profiling=false",
    ];

    public static IEnumerable<string> ControllerManager(int port, string controllers, ClusterKeys keys, string kubeconfig) =>
    [
        "--kubeconfig", kubeconfig,
        "--authentication-kubeconfig", kubeconfig,
        "--authorization-kubeconfig", kubeconfig,
        "--bind-address", "127.0.0.1",
        "--secure-port", $"{port}",
        "--tls-cert-file", keys.ServingCertificateFile,
        "--tls-private-key-file", keys.ServingKeyFile,
        "--controllers", controllers,
        "--leader-elect=false",
        "--service-account-private-key-file", keys.ServiceAccountKeyFile,
        "--root-ca-file", keys.AuthorityFile,
        "--profiling=false",
    ];
}
