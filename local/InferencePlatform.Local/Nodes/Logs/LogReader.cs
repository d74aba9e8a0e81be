using System.Runtime.CompilerServices;
using System.Text;

namespace InferencePlatform.Local.Nodes.Logs;

/// <summary>Reads a container's log from its files, and goes on while it is written.</summary>
internal static class LogReader
{
    /// <summary>Entries so far, oldest first.</summary>
    public static IEnumerable<LogEntry> Read(string path) =>
        new[] { path + ".1", path }.Where(File.Exists).SelectMany(ReadFile);

    /// <summary>The last <paramref name="count"/> whole lines so far.</summary>
    public static IReadOnlyList<LogEntry> Tail(string path, int count)
    {
        var last = new Queue<LogEntry>();
        var lines = 0;
        foreach (var entry in Read(path))
        {
            last.Enqueue(entry);
            lines += entry.IsWhole ? 1 : 0;
            while (lines > count)
            {
                lines -= last.Dequeue().IsWhole ? 1 : 0;
            }
        }

        return count == 0 ? [] : [.. last];
    }

    /// <summary>Entries that come after <paramref name="position"/> bytes of the present file, until the log is complete.</summary>
    public static async IAsyncEnumerable<LogEntry> FollowAsync(
        ContainerLog log, long position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (file, rotations) = log.OpenForReading();
        file.Position = Math.Min(position, file.Length);
        var reader = new StreamReader(file, Encoding.UTF8);
        try
        {
            while (true)
            {
                var changed = log.Changed;
                var complete = log.IsComplete;
                while (await reader.ReadLineAsync(cancellationToken) is { } line)
                {
                    if (LogEntry.Parse(line) is { } entry)
                    {
                        yield return entry;
                    }
                }

                // The file was rotated away while it was read: its end has been seen, the new one's beginning has not.
                if (log.Rotations != rotations)
                {
                    reader.Dispose();
                    (file, rotations) = log.OpenForReading();
                    reader = new StreamReader(file, Encoding.UTF8);
                    continue;
                }

                if (complete)
                {
                    yield break;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            reader.Dispose();
        }
    }

    private static IEnumerable<LogEntry> ReadFile(string path)
    {
        using var reader = new StreamReader(Open(path), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (LogEntry.Parse(line) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
