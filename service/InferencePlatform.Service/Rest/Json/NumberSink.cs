using System.Text.Json;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Writes numbers, or truth values, into a tensor's memory; those beyond its end are only counted.</summary>
internal unsafe struct NumberSink<T, TElement>(T* target, long capacity, string input) : IElementSink
    where T : unmanaged
    where TElement : struct, IJsonElement<T>
{
    public long Count { get; private set; }

    public void Add(ref Utf8JsonReader reader)
    {
        if (!TElement.TryRead(ref reader, out var value))
        {
            throw InferenceException.Invalid($"Input '{input}' has as element {Count} {JsonSyntax.Describe(ref reader)}; {TElement.Expected}.");
        }

        if (Count < capacity)
        {
            target[Count] = value;
        }

        Count++;
    }
}
