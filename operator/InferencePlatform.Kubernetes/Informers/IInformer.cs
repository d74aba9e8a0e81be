namespace InferencePlatform.Kubernetes.Informers;

/// <summary>An informer of whichever type.</summary>
public interface IInformer
{
    ResourceType Resource { get; }

    /// <summary>Whether the first list has come.</summary>
    bool HasSynced { get; }

    /// <summary>Lists and watches until it is cancelled; no error ends it.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Waits for the first list.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);
}
