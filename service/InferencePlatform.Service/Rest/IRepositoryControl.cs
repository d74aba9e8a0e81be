using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Rest;

/// <summary>The repository of models as callers may see and, where the server's options let them, change it.</summary>
internal interface IRepositoryControl
{
    /// <summary>Every model and version known, or only the ready ones.</summary>
    IReadOnlyList<ModelStatus> Index(bool readyOnly);

    /// <summary>Loads a model, or loads it again; done when it serves.</summary>
    /// <exception cref="InferenceException">Callers may not, there is no such model, or it cannot be loaded.</exception>
    Task LoadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes a model out of service; done when no new call reaches it.</summary>
    /// <exception cref="InferenceException">Callers may not, or there is no such model.</exception>
    Task UnloadAsync(string name, CancellationToken cancellationToken);
}
