using System.Globalization;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>The <c>le</c> label of each bucket. OpenMetrics wants a point in every number, Prometheus's own text does not.</summary>
internal static class BucketLabels
{
    private static readonly byte[][] Text = Render(value => value);
    private static readonly byte[][] OpenMetrics = Render(value => value.AsSpan().ContainsAny('.', 'e') ? value : value + ".0");

    public static ReadOnlySpan<byte[]> In(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics ? OpenMetrics : Text;

    private static byte[][] Render(Func<string, string> form)
    {
        var labels = new List<byte[]>();
        foreach (var bound in DurationBuckets.UpperBounds)
        {
            labels.Add(Labels.Of(("le", form(bound.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant()))));
        }

        return [.. labels, Labels.Of(("le", "+Inf"))];
    }
}
