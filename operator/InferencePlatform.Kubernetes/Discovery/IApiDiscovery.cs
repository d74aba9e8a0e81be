namespace InferencePlatform.Kubernetes.Discovery;

/// <summary>What an API server serves. Answers are kept for a while, as they seldom change.</summary>
public interface IApiDiscovery
{
    /// <summary>Whether the server has this resource in this version.</summary>
    Task<bool> ServesAsync(ResourceType resource, CancellationToken cancellationToken);

    /// <summary>Which version of Kubernetes the server is.</summary>
    Task<ServerVersion> VersionAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what is known, so that the next question is asked anew.</summary>
    void Invalidate();
}
