using System.Text.Json;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>How elements of one datatype stand in JSON.</summary>
/// <typeparam name="T">The element as tensors hold it.</typeparam>
internal interface IJsonElement<T>
    where T : unmanaged
{
    /// <summary>What an element must be, for messages.</summary>
    static abstract string Expected { get; }

    /// <summary>Reads the value at the reader; false where it is none of this datatype.</summary>
    static abstract bool TryRead(ref Utf8JsonReader reader, out T value);
}
