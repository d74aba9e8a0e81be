using System.Diagnostics;

namespace InferencePlatform.TestCluster.Real;

/// <summary>A server's process, which ends when it is told to or when this program ends, however that comes about.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 40;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // The shell holds the end of a pipe whose other end is ours. When that closes, as it does even if this process is
    // killed, the server is ended. Nothing of it is worth an orderly end.
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        { cat <&3; kill -KILL $server; } >/dev/null 2>&1 &
        exec 3<&-
        wait $server
        """;

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private readonly string _name;

    public ChildProcess(string program, params IEnumerable<string> arguments)
    {
        _name = Path.GetFileName(program);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", Guard, _name, program, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it has ended.</summary>
    public bool Ended => _process.HasExited;

    /// <summary>What it said last.</summary>
    public string LastWords
    {
        get
        {
            lock (_lastLines)
            {
                return $"{_name}: {string.Join('\n', _lastLines)}";
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Grace);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_lastLines)
        {
            if (line is not null)
            {
                _lastLines.Enqueue(line);
            }

            if (_lastLines.Count > LinesKept)
            {
                _lastLines.Dequeue();
            }
        }
    }
}
