using System.Text.Encodings.Web;
using System.Text.Json;

namespace InferencePlatform.ApiServer.Tests;

/// <summary>How JSON is written where a test compares it as text.</summary>
internal static class JsonText
{
    /// <summary>Quotes inside strings are escaped by a backslash, not by a number.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
