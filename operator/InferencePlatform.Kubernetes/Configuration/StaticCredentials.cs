namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>A credential that never changes.</summary>
public sealed class StaticCredentials(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public void Refuse(Credential refused)
    {
    }
}
