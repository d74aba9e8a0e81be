using System.Text;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>Labels of a sample as the formats write them, without the braces: <c>model="digits",version="3"</c>.</summary>
internal static class Labels
{
    public static byte[] Of(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"");
            Escape(text, value);
            text.Append('"');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Escape(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(c),
            };
        }
    }
}
