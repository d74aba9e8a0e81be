using System.Text.Json;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Takes the elements of a JSON array one by one. Implemented by structs, so that each kind is compiled on its own.</summary>
internal interface IElementSink
{
    /// <summary>Elements offered so far.</summary>
    long Count { get; }

    void Add(ref Utf8JsonReader reader);
}
