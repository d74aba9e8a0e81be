namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>The configuration of a cluster's client cannot be used; the message names file, context and field.</summary>
public sealed class KubeConfigException : Exception
{
    public KubeConfigException(string message)
        : base(message)
    {
    }

    public KubeConfigException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
