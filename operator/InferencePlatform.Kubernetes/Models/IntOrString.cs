using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>A number, or a name or percentage, as ports and surge limits are given.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct IntOrString
{
    private readonly string? _text;

    public IntOrString(int number) => Number = number;

    public IntOrString(string text) => _text = text;

    /// <summary>The number; null where it is text.</summary>
    public int? Number { get; }

    /// <summary>The text; null where it is a number.</summary>
    public string? Text => Number is null ? _text : null;

    public static implicit operator IntOrString(int number) => new(number);

    public static implicit operator IntOrString(string text) => new(text);

    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? _text ?? "";

    private sealed class Converter : JsonConverter<IntOrString>
    {
        public override IntOrString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? new IntOrString(reader.GetInt32()) : new IntOrString(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
        {
            if (value.Number is { } number)
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(value.ToString());
            }
        }
    }
}
