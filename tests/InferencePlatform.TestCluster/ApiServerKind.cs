namespace InferencePlatform.TestCluster;

/// <summary>Which program answers as the Kubernetes API.</summary>
public enum ApiServerKind
{
    /// <summary>Kubernetes' own kube-apiserver on etcd.</summary>
    Real,
}
