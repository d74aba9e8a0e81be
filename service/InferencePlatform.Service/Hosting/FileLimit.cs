using System.Globalization;

namespace InferencePlatform.Service.Hosting;

/// <summary>
/// How many connections the limit on open files (RLIMIT_NOFILE) leaves room for: each is an open file, and .NET ends
/// the process where it cannot have one.
/// </summary>
internal static class FileLimit
{
    /// <summary>The gRPC, the REST and the management port each take as many.</summary>
    private const int Ports = 3;

    /// <summary>
    /// Files for everything else: the runtime has about 150 open, most of them its libraries; models being loaded,
    /// exporters and connections about to be refused come and go.
    /// </summary>
    private const int Reserve = 256;

    private const string Row = "Max open files";

    /// <summary>Files this process may have open; null where nothing says.</summary>
    public static long? Read()
    {
        try
        {
            return Parse(File.ReadAllText("/proc/self/limits"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Connections that each port may take.</summary>
    /// <param name="wanted">As many as the options say; from 1.</param>
    /// <param name="files">Files this process may have open; null for no limit.</param>
    /// <returns>What is wanted, or less where the limit leaves less; at least 1.</returns>
    public static int Connections(int wanted, long? files)
    {
        var room = files - Reserve ?? long.MaxValue;
        return (int)Math.Clamp(room / Ports, 1, wanted);
    }

    /// <summary>The soft limit, which .NET raises to the hard one as it starts. Source: proc(5), /proc/pid/limits.</summary>
    public static long? Parse(string limits)
    {
        var row = limits.Split('\n').FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        var soft = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }
}
