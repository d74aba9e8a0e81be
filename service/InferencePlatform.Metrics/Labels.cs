using System.Globalization;
using System.Text;

namespace InferencePlatform.Metrics;

/// <summary>Labels of a sample as the formats write them, without the braces: <c>model="digits",version="3"</c>.</summary>
public static class Labels
{
    /// <summary>Writes pairs of a label's name and value, in their order.</summary>
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

    /// <summary>The <c>le</c> label of a histogram's bucket. OpenMetrics wants a point in every number, Prometheus's own text does not.</summary>
    /// <param name="upperBound">The bucket's upper bound; positive infinity for the last.</param>
    /// <param name="format">The format it is for.</param>
    public static byte[] OfBucket(double upperBound, ExpositionFormat format)
    {
        var text = double.IsPositiveInfinity(upperBound) ? "+Inf" : upperBound.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        var isWhole = !text.AsSpan().ContainsAny(".eI");
        return Of(("le", format == ExpositionFormat.OpenMetrics && isWhole ? text + ".0" : text));
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
