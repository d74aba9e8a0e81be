using InferencePlatform.Grpc.Health;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Health;

/// <summary>
/// Tells <c>grpc.health.v1</c> what was decided: of the server as a whole, of each of its services, and of each model
/// under the name it is served by.
/// </summary>
internal sealed class HealthPublisher
{
    private static readonly string[] Services =
        ["", "model.ModelInference", "model.ModelInferenceStream", "inference.GRPCInferenceService"];

    private readonly ModelCatalog _catalog;
    private readonly Readiness _readiness;
    private readonly HealthStatusStore _store;
    private HashSet<string> _models = [];

    public HealthPublisher(ModelCatalog catalog, Readiness readiness, HealthStatusStore store)
    {
        _catalog = catalog;
        _readiness = readiness;
        _store = store;
        readiness.Decided += Publish;
        Publish(readiness.State);
    }

    private void Publish(ReadinessState state)
    {
        foreach (var service in Services)
        {
            _store.Set(service, ToStatus(state.IsReady));
        }

        var models = _catalog.Entries.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var model in models)
        {
            _store.Set(model, ToStatus(_readiness.IsModelReady(model)));
        }

        _models.ExceptWith(models);
        foreach (var gone in _models)
        {
            _store.Remove(gone);
        }

        _models = models;
    }

    private static HealthStatus ToStatus(bool ready) => ready ? HealthStatus.Serving : HealthStatus.NotServing;
}
