using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace InferencePlatform.Local.Nodes.Logs;

/// <summary>Carries a process's output into its log, line by line; a line without end is cut into pieces.</summary>
internal static class LogPump
{
    public const int MaxLineBytes = 16 << 10;

    public static async Task RunAsync(Stream output, string name, ContainerLog log)
    {
        var reader = PipeReader.Create(output);
        while (true)
        {
            ReadResult result;
            try
            {
                result = await reader.ReadAsync();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
            {
                break;
            }

            var rest = WriteLines(result.Buffer, name, log, result.IsCompleted);
            reader.AdvanceTo(rest.Start, rest.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        await reader.CompleteAsync();
    }

    private static ReadOnlySequence<byte> WriteLines(ReadOnlySequence<byte> buffer, string name, ContainerLog log, bool isLast)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            foreach (var (text, isWhole) in Pieces(buffer.Slice(0, end), endsHere: true))
            {
                log.Write(name, text, isWhole);
            }

            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        if (buffer.Length < MaxLineBytes && !(isLast && buffer.Length > 0))
        {
            return buffer;
        }

        foreach (var (text, isWhole) in Pieces(buffer, endsHere: isLast))
        {
            log.Write(name, text, isWhole);
        }

        return buffer.Slice(buffer.End);
    }

    private static IEnumerable<(string Text, bool IsWhole)> Pieces(ReadOnlySequence<byte> line, bool endsHere)
    {
        while (line.Length > MaxLineBytes)
        {
            yield return (Encoding.UTF8.GetString(line.Slice(0, MaxLineBytes)), false);
            line = line.Slice(MaxLineBytes);
        }

        yield return (Encoding.UTF8.GetString(line).TrimEnd('\r'), endsHere);
    }
}
