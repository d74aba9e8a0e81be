using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>An element of a list: the object, or what is wrong with it. One bad object must not hide the others.</summary>
[JsonConverter(typeof(ListItemConverters))]
internal readonly record struct ListItem<T>(T? Object, UnreadableObject? Unreadable)
    where T : class
{
    internal sealed class Converter : JsonConverter<ListItem<T>>
    {
        public override ListItem<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var start = reader;
            try
            {
                var o = JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException("the object is null");
                return new(o, null);
            }
            catch (JsonException e)
            {
                reader = start;
                var head = JsonSerializer.Deserialize<ObjectHead>(ref reader, options) ?? new ObjectHead(null);
                return new(null, head.Unreadable(e.Message));
            }
        }

        public override void Write(Utf8JsonWriter writer, ListItem<T> value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}

/// <summary>Makes the converters of <see cref="ListItem{T}"/>.</summary>
internal sealed class ListItemConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ListItem<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ListItem<>.Converter).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}
