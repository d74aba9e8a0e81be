using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Bodies that are not JSON, and what is said of them.</summary>
internal static class JsonSyntax
{
    private const int MaxQuote = 40;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>A reader at the first token of a JSON object.</summary>
    public static Utf8JsonReader Open(NativeBytes json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw InferenceException.Invalid("The body is not valid UTF-8, which JSON must be.");
        }

        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw InferenceException.Invalid("The body is empty; send a JSON object.");
        }

        var reader = new Utf8JsonReader(json.Span, Strict);
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject
            ? reader
            : throw InferenceException.Invalid($"The body is {Describe(ref reader)}; send a JSON object.");
    }

    /// <summary>Makes sure that nothing follows the object.</summary>
    public static void Close(ref Utf8JsonReader reader) => reader.Read();

    public static InferenceException ToInvalid(JsonException e)
    {
        // The library ends its sentence with the position, counted from zero.
        var sentence = e.Message;
        var position = sentence.IndexOf(" LineNumber:", StringComparison.Ordinal);
        sentence = position < 0 ? sentence : sentence[..position];
        return new InferenceException(InferenceError.InvalidArgument, $"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {sentence}", e);
    }

    public static InferenceException BrokenEscape() =>
        InferenceException.Invalid(@"The body has a text that is not valid Unicode: half of a surrogate pair, such as \ud800, stands alone.");

    /// <summary>The value at the reader as a message quotes it.</summary>
    public static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"\"{Quote(reader.ValueSpan)}\"",
        _ => Quote(reader.ValueSpan),
    };

    /// <summary>Text of the body, cut short where it is long.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        var whole = text.Length <= MaxQuote;
        return Encoding.UTF8.GetString(whole ? text : text[..MaxQuote]) + (whole ? "" : "…");
    }
}
