namespace InferencePlatform.Service.Rest;

/// <summary>What a path asks for.</summary>
internal enum RestAction
{
    Unknown,
    ServerMetadata,
    ServerLive,
    ServerReady,
    ModelMetadata,
    ModelReady,
    Infer,
    Predict,
    RepositoryIndex,
    RepositoryLoad,
    RepositoryUnload,
}
