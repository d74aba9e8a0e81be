using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InferencePlatform.Service.Hosting.Logging;

/// <summary>A record as one JSON object on one line.</summary>
internal static class JsonLine
{
    // The lines go to a log, not into a web page: quotes and non-ASCII letters may stand as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Create(in LogRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", record.Time.UtcDateTime);
            json.WriteString("level", record.Level.ToString());
            json.WriteString("event", record.Event);
            json.WriteString("category", record.Category);
            json.WriteString("message", record.Message);
            if (record.TraceId is { } trace)
            {
                json.WriteString("trace_id", trace);
            }

            if (record.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteStartObject("values");
            foreach (var (key, value) in record.Values)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
