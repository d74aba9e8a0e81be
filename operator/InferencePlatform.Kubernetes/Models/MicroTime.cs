using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>A time in UTC with microseconds, the form that <c>metav1.MicroTime</c> has on the wire.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct MicroTime(DateTimeOffset Value)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public override string ToString() => Value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private sealed class Converter : JsonConverter<MicroTime>
    {
        public override MicroTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDateTimeOffset());

        public override void Write(Utf8JsonWriter writer, MicroTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
