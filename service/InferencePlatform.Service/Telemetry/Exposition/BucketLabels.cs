using InferencePlatform.Metrics;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>The <c>le</c> label of each bucket of <see cref="DurationBuckets"/>, ready to write.</summary>
internal static class BucketLabels
{
    private static readonly byte[][] Text = Render(ExpositionFormat.Text);
    private static readonly byte[][] OpenMetrics = Render(ExpositionFormat.OpenMetrics);

    public static ReadOnlySpan<byte[]> In(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics ? OpenMetrics : Text;

    private static byte[][] Render(ExpositionFormat format) =>
        [.. DurationBuckets.UpperBounds.ToArray().Append(double.PositiveInfinity).Select(bound => Labels.OfBucket(bound, format))];
}
