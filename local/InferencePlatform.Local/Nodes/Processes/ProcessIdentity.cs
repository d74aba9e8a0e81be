using System.Globalization;

namespace InferencePlatform.Local.Nodes.Processes;

/// <summary>Tells a process from a later one that got the same number.</summary>
/// <param name="Pid">The process's number.</param>
/// <param name="StartTime">When it started, in clock ticks since the machine did.</param>
/// <param name="Boot">The machine's boot id: ticks count from there.</param>
internal sealed record ProcessIdentity(int Pid, long StartTime, string Boot)
{
    private const int StartTimeField = 22;

    /// <summary>The process that has this number now; null where none has, or it has ended and was only not waited for.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        try
        {
            // The second field, the name in brackets, may hold anything: count from its end.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var start = long.Parse(fields[StartTimeField - 3], CultureInfo.InvariantCulture);
            return fields[0] is "Z" or "X" ? null : new(pid, start, File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
