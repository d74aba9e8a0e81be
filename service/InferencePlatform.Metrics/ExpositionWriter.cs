using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace InferencePlatform.Metrics;

/// <summary>
/// Writes families of metrics and their samples in either format. The formats differ in where a counter's
/// <c>_total</c> belongs, in units, and in the mark at the end. Sources: Prometheus's exposition formats, and
/// OpenMetrics 1.0.0.
/// </summary>
public sealed class ExpositionWriter(PipeWriter output, ExpositionFormat format)
{
    private const int FlushThreshold = 32 * 1024;
    private const int MaxNumberLength = 32;

    private static readonly string[] Units = ["seconds", "bytes"];

    private byte[] _name = [];
    private int _unflushed;

    public ExpositionFormat Format => format;

    /// <summary>Begins a family; its samples follow.</summary>
    /// <param name="name">The name, without the <c>_total</c> of a counter or the <c>_info</c> of an info.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="help">What it says, in a sentence without line breaks and backslashes.</param>
    public void Family(string name, MetricKind kind, string help)
    {
        var sampleName = name + kind switch { MetricKind.Counter => "_total", MetricKind.Info => "_info", _ => "" };
        _name = Encoding.UTF8.GetBytes(sampleName);
        var openMetrics = format == ExpositionFormat.OpenMetrics;
        var familyName = openMetrics ? name : sampleName;
        var type = kind == MetricKind.Info && !openMetrics ? MetricKind.Gauge : kind;
        Write($"# HELP {familyName} {help}\n# TYPE {familyName} {type.ToString().ToLowerInvariant()}\n");
        if (openMetrics && Array.Find(Units, unit => name.EndsWith("_" + unit, StringComparison.Ordinal)) is { } unit)
        {
            Write($"# UNIT {familyName} {unit}\n");
        }
    }

    /// <summary>A sample of the family begun last.</summary>
    /// <param name="labels">Its labels, as <see cref="Labels"/> makes them.</param>
    /// <param name="value">Its value: a whole number or a double.</param>
    public void Sample<T>(ReadOnlySpan<byte> labels, T value)
        where T : struct, IUtf8SpanFormattable => Sample(default, labels, default, value);

    /// <summary>A sample whose name has a suffix, as a histogram's have, and which has labels of its own after the others.</summary>
    public void Sample<T>(ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> moreLabels, T value)
        where T : struct, IUtf8SpanFormattable
    {
        Write(_name);
        Write(suffix);
        if (labels.Length + moreLabels.Length > 0)
        {
            Write("{"u8);
            Write(labels);
            Write(labels.Length > 0 && moreLabels.Length > 0 ? ","u8 : default);
            Write(moreLabels);
            Write("}"u8);
        }

        Write(" "u8);
        value.TryFormat(output.GetSpan(MaxNumberLength), out var written, default, CultureInfo.InvariantCulture);
        Advance(written);
        Write("\n"u8);
    }

    /// <summary>Sends what was written once it is much; call it now and then, so that little memory is held.</summary>
    public async ValueTask FlushIfMuchAsync(CancellationToken cancellationToken)
    {
        if (_unflushed >= FlushThreshold)
        {
            _unflushed = 0;
            await output.FlushAsync(cancellationToken);
        }
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (format == ExpositionFormat.OpenMetrics)
        {
            Write("# EOF\n"u8);
        }

        await output.FlushAsync(cancellationToken);
    }

    private void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _unflushed += bytes.Length;
    }

    private void Advance(int bytes)
    {
        output.Advance(bytes);
        _unflushed += bytes;
    }
}
