namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>Where a client's credential comes from; it may change while the client lives.</summary>
public interface ICredentialSource
{
    /// <summary>The credential to use now.</summary>
    /// <exception cref="KubeConfigException">There is none to be had; the message says why and what to do.</exception>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server answered 401 to this one, so get another if you can.</summary>
    void Refuse(Credential refused);
}
