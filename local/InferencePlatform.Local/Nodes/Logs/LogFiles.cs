using System.Globalization;

namespace InferencePlatform.Local.Nodes.Logs;

/// <summary>Names the logs of a container's runs; the present one and the one before are kept.</summary>
internal static class LogFiles
{
    /// <summary>The path for a run's log, with older runs' logs out of the way.</summary>
    public static string Prepare(string folder, int restart)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => RestartOf(f) != restart - 1))
        {
            File.Delete(file);
        }

        return PathOf(folder, restart);
    }

    public static string PathOf(string folder, int restart) => Path.Combine(folder, restart.ToString(CultureInfo.InvariantCulture) + ".log");

    /// <summary>The latest run that has a log; null where there is none.</summary>
    public static int? Latest(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Max(RestartOf) : null;

    private static int? RestartOf(string file) =>
        int.TryParse(Path.GetFileName(file).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var restart) ? restart : null;
}
