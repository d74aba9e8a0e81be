using System.Collections.Concurrent;
using System.Diagnostics;

namespace InferencePlatform.Local.Nodes.Processes;

/// <summary>
/// Starts processes in sessions of their own that the kernel kills when the platform ends, however it ends. The kernel
/// counts the starting thread's end as the parent's, so one thread starts them all and stays.
/// </summary>
internal sealed class ProcessStarter : IDisposable
{
    /// <summary>Starts that may wait for their turn.</summary>
    private const int Waiting = 1024;

    private readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> _queue = new(Waiting);
    private readonly Thread _thread;

    public ProcessStarter()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "process starter" };
        _thread.Start();
    }

    /// <exception cref="IOException">The program cannot be started; the message says why.</exception>
    public Task<Process> StartAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string folder)
    {
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"The program {program} is not there.", program);
        }

        if ((File.GetUnixFileMode(program) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
        {
            throw new IOException($"The file {program} may not be executed.");
        }

        // Both are util-linux's, and become the program by exec: the process keeps its number.
        var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "setsid", "--", program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _queue.TryAdd((info, started)) ? started.Task : throw new IOException($"{Waiting} processes wait to be started already.");
    }

    /// <summary>The thread stays, as a background thread of the process: its end would be the death of the children.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void Run()
    {
        foreach (var (info, started) in _queue.GetConsumingEnumerable())
        {
            try
            {
                var process = Process.Start(info)!;
                process.StandardInput.Close();
                started.SetResult(process);
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
            {
                started.SetException(new IOException($"{info.FileName} could not be started: {e.Message}", e));
            }
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
