namespace InferencePlatform.TestCluster;

/// <summary>Which program answers as the Kubernetes API.</summary>
public enum ApiServerKind
{
    /// <summary>The single-machine platform's own, in this process.</summary>
    Embedded,

    /// <summary>Kubernetes' own kube-apiserver on etcd.</summary>
    Real,
}
