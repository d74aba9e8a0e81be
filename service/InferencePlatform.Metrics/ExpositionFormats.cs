using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace InferencePlatform.Metrics;

/// <summary>Picks a format by a request's Accept header.</summary>
public static class ExpositionFormats
{
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string OpenMetricsVersion = "1.0.0";

    public static string ContentType(this ExpositionFormat format) => format switch
    {
        ExpositionFormat.OpenMetrics => $"{OpenMetricsType}; version={OpenMetricsVersion}; charset=utf-8",
        _ => "text/plain; version=0.0.4; charset=utf-8",
    };

    /// <summary>OpenMetrics where it is named and no less welcome than plain text; plain text for everybody else.</summary>
    public static ExpositionFormat Choose(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types))
        {
            return ExpositionFormat.Text;
        }

        double openMetrics = 0, text = 0;
        foreach (var type in types)
        {
            var quality = type.Quality ?? 1;
            if (type.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase) && IsOurVersion(type))
            {
                openMetrics = Math.Max(openMetrics, quality);
            }
            else if (type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
            {
                text = Math.Max(text, quality);
            }
        }

        return openMetrics > 0 && openMetrics >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    private static bool IsOurVersion(MediaTypeHeaderValue type)
    {
        foreach (var parameter in type.Parameters)
        {
            if (parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))
            {
                return HeaderUtilities.RemoveQuotes(parameter.Value).Equals(OpenMetricsVersion, StringComparison.Ordinal);
            }
        }

        return true;
    }
}
