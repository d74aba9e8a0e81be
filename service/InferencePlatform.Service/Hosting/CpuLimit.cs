using System.Globalization;

namespace InferencePlatform.Service.Hosting;

/// <summary>
/// How many CPUs this process may use, which in a container is not how many the machine has. .NET's own count knows
/// the process's affinity and its own cgroup; a limit set on a group above it is found here.
/// </summary>
internal static class CpuLimit
{
    private const string Mount = "/sys/fs/cgroup";

    /// <summary>CPUs of this process, rounded up; at least 1.</summary>
    public static int Read() => Decide(Environment.ProcessorCount, ReadFile);

    /// <param name="processors">CPUs where no group limits them.</param>
    /// <param name="read">A file's text; null where there is none.</param>
    public static int Decide(int processors, Func<string, string?> read)
    {
        var groups = (read("/proc/self/cgroup") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var limits = groups.SelectMany(line => Limits(line, read)).Append(processors);
        return Math.Max(1, (int)Math.Ceiling(limits.Min()));
    }

    /// <summary>The limits of one group of /proc/self/cgroup, written id:controllers:path, and of those above it.</summary>
    private static IEnumerable<double> Limits(string line, Func<string, string?> read)
    {
        if (line.Split(':', 3) is not [_, var controllers, var path])
        {
            yield break;
        }

        var isVersion2 = controllers.Length == 0;
        if (!isVersion2 && !controllers.Split(',').Contains("cpu"))
        {
            yield break;
        }

        for (var group = path.TrimEnd('/'); ; group = group[..Math.Max(0, group.LastIndexOf('/'))])
        {
            var limit = isVersion2
                ? Version2(read($"{Mount}{group}/cpu.max"))
                : Version1(read($"{Mount}/cpu{group}/cpu.cfs_quota_us"), read($"{Mount}/cpu{group}/cpu.cfs_period_us"));
            if (limit is { } cpus)
            {
                yield return cpus;
            }

            if (group.Length == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>cpu.max: "quota period", with "max" for no limit.</summary>
    private static double? Version2(string? text) =>
        text?.Split(' ', StringSplitOptions.TrimEntries) is [var quota, var period] ? Version1(quota, period) : null;

    private static double? Version1(string? quota, string? period) =>
        double.TryParse(quota, CultureInfo.InvariantCulture, out var used) && used > 0
        && double.TryParse(period, CultureInfo.InvariantCulture, out var of) && of > 0
            ? used / of
            : null;

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
