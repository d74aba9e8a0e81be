using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace InferencePlatform.Service.Tests.Fetching.Rig;

/// <summary>A fetch as a process of its own.</summary>
internal sealed partial class FetchProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private FetchProgram(Process process) => _process = process;

    /// <summary>Everything it printed, errors too.</summary>
    public string Output => string.Join('\n', _output);

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "inference-server");

    public static FetchProgram Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        StartOther(Executable, environment, ["fetch", .. arguments]);

    public static FetchProgram StartOther(string file, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var program = new FetchProgram(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, e) => program.Take(e.Data);
        program._process.ErrorDataReceived += (_, e) => program.Take(e.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    public void Signal(PosixSignal signal) => Assert.Equal(0, Kill(_process.Id, signal == PosixSignal.SIGINT ? 2 : 15));

    /// <summary>Waits for its end; the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
