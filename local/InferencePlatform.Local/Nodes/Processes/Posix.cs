using System.Runtime.InteropServices;

namespace InferencePlatform.Local.Nodes.Processes;

/// <summary>Signals to processes.</summary>
internal static partial class Posix
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal to a process; one that has ended already is left alone.</summary>
    public static void Signal(int pid, int signal) => _ = SendSignal(pid, signal);

    /// <summary>The same to a whole process group.</summary>
    public static void SignalGroup(int leader, int signal) => _ = SendSignal(-leader, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
