using System.Buffers;
using System.Text.Json;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>Reads one event of a watch.</summary>
internal static class WatchEventReader
{
    /// <exception cref="ApiException">It is an error event.</exception>
    /// <exception cref="HttpRequestException">It cannot be read.</exception>
    public static WatchEvent<T> Read<T>(ReadOnlySequence<byte> line, ResourceType resource, Action<UnreadableObject>? onUnreadable)
        where T : class
    {
        try
        {
            var (type, body) = Split(line);
            return type switch
            {
                "ADDED" => Change(WatchEventType.Added),
                "MODIFIED" => Change(WatchEventType.Modified),
                "DELETED" => Change(WatchEventType.Deleted),
                "BOOKMARK" => Bookmark(Deserialize<ObjectHead>(body)),
                "ERROR" => throw ApiErrors.Read(Deserialize<StatusBody>(body)),
                _ => throw new JsonException($"there is no type of event \"{type}\""),
            };

            WatchEvent<T> Change(WatchEventType kind) => ReadChange<T>(kind, body, resource, onUnreadable);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, $"An event of the watch of {resource} cannot be read: {e.Message}", e);
        }

        static WatchEvent<T> Bookmark(ObjectHead head) => new(WatchEventType.Bookmark, null, head.ResourceVersion);
    }

    private static WatchEvent<T> ReadChange<T>(WatchEventType type, ReadOnlySequence<byte> body, ResourceType resource, Action<UnreadableObject>? onUnreadable)
        where T : class
    {
        try
        {
            var o = ObjectBody.WithType(resource, Deserialize<T>(body));
            return new(type, o, ObjectHead.VersionOf(o) ?? Deserialize<ObjectHead>(body).ResourceVersion);
        }
        catch (JsonException e) when (onUnreadable is not null)
        {
            var head = Deserialize<ObjectHead>(body);
            onUnreadable(head.Unreadable(e.Message));
            return new(WatchEventType.Bookmark, null, head.ResourceVersion);
        }
    }

    /// <summary>The event's type, and where in the line its object is.</summary>
    private static (string? Type, ReadOnlySequence<byte> Object) Split(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string? type = null;
        var body = ReadOnlySequence<byte>.Empty;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = reader.GetString();
            }
            else
            {
                var isObject = reader.ValueTextEquals("object"u8);
                reader.Read();
                var start = reader.TokenStartIndex;
                reader.Skip();
                body = isObject ? line.Slice(start, reader.BytesConsumed - start) : body;
            }
        }

        return (type, body);
    }

    private static T Deserialize<T>(ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        return JsonSerializer.Deserialize<T>(ref reader, KubernetesJson.Options) ?? throw new JsonException("the object is null");
    }
}
