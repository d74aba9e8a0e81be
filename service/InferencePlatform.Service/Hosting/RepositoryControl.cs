using InferencePlatform.Service.Models;
using InferencePlatform.Service.Rest;

namespace InferencePlatform.Service.Hosting;

/// <summary>The repository as REST calls reach it.</summary>
internal sealed class RepositoryControl(ModelRepository repository) : IRepositoryControl
{
    public IReadOnlyList<ModelStatus> Index(bool readyOnly) => repository.Index(readyOnly);

    public Task LoadAsync(string name, CancellationToken cancellationToken) => repository.LoadAsync(name, cancellationToken);

    public Task UnloadAsync(string name, CancellationToken cancellationToken) => repository.UnloadAsync(name, cancellationToken);
}
