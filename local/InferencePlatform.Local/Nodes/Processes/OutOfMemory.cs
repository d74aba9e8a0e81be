using System.Globalization;

namespace InferencePlatform.Local.Nodes.Processes;

/// <summary>How many processes the kernel has killed for want of memory. Whether one of ours was among them is a guess, a good one.</summary>
internal static class OutOfMemory
{
    private const string Counter = "oom_kill ";

    public static long Kills()
    {
        try
        {
            var line = File.ReadLines("/proc/vmstat").FirstOrDefault(l => l.StartsWith(Counter, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(Counter.Length), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
