using System.Collections.Concurrent;
using InferencePlatform.Kubernetes;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>
/// What is remembered of a model between reconciles beside what the API server has. All of it may be lost: it only saves
/// calls, and tells what was refused.
/// </summary>
internal sealed class ModelMemory
{
    private readonly ConcurrentDictionary<ObjectKey, Entry> _entries = new();

    public Refusal? RefusalOf(InferenceModel model) => Of(model)?.Refusal;

    public ScalingNote? ScalingOf(InferenceModel model) => Of(model)?.Scaling;

    /// <summary>The status that the model has: what was written last, while the cache has not caught up with that.</summary>
    public InferenceModelStatus? StatusOf(InferenceModel model) =>
        Of(model) is { Written: { } written } entry && entry.WrittenOver == model.Metadata.ResourceVersion ? written : model.Status;

    public void Wrote(InferenceModel model, InferenceModelStatus status) => Change(model, e => e with { Written = status, WrittenOver = model.Metadata.ResourceVersion });

    public void Refused(InferenceModel model, Refusal? refusal) => Change(model, e => e with { Refusal = refusal });

    /// <returns>Whether that is news.</returns>
    public bool Noted(InferenceModel model, ScalingNote note)
    {
        var before = ScalingOf(model);
        Change(model, e => e with { Scaling = note });
        return before != note;
    }

    public void Forget(ObjectKey key) => _entries.TryRemove(key, out _);

    private Entry? Of(InferenceModel model) => _entries.TryGetValue(ObjectKey.Of(model), out var entry) && entry.Uid == model.Metadata.Uid ? entry : null;

    private void Change(InferenceModel model, Func<Entry, Entry> change) => _entries.AddOrUpdate(
        ObjectKey.Of(model),
        _ => change(new Entry(model.Metadata.Uid)),
        (_, entry) => change(entry.Uid == model.Metadata.Uid ? entry : new Entry(model.Metadata.Uid)));

    private sealed record Entry(string? Uid)
    {
        public Refusal? Refusal { get; init; }

        public ScalingNote? Scaling { get; init; }

        public InferenceModelStatus? Written { get; init; }

        /// <summary>The version of the object, as cached, that <see cref="Written"/> went over.</summary>
        public string? WrittenOver { get; init; }
    }
}
