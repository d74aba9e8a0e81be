using System.IO.Pipelines;
using System.Text;
using InferencePlatform.Metrics;

namespace InferencePlatform.Operator.Tests.Infrastructure;

/// <summary>Families of metrics as text.</summary>
internal static class MetricsPage
{
    public static string Of(Action<ExpositionWriter> write)
    {
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream);
        write(new ExpositionWriter(output, ExpositionFormat.Text));
        output.Complete();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
