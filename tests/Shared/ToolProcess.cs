using System.Collections.Concurrent;
using System.Diagnostics;

namespace InferencePlatform.Testing;

/// <summary>A program that is ended with the test, whatever becomes of it.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _said = new(0);

    public ToolProcess(string file, params IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        _process.OutputDataReceived += (_, e) => Received(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Received(_errors, e.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyCollection<string> Output => _output;

    public int Id => _process.Id;

    public string Errors => string.Join('\n', _errors);

    /// <summary>The address that a server says it is listening on.</summary>
    /// <exception cref="InvalidOperationException">The program ended instead.</exception>
    /// <exception cref="TimeoutException">It says nothing of the kind in time.</exception>
    public async Task<string> ListeningAsync(TimeSpan patience)
    {
        var ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(_listening.Task, ended).WaitAsync(patience, TestContext.Current.CancellationToken) == ended)
        {
            throw new InvalidOperationException($"The server ended with {_process.ExitCode}: {Errors}");
        }

        return await _listening.Task;
    }

    /// <summary>Waits for a line of its output that has this text; for one reader at a time.</summary>
    /// <exception cref="InvalidOperationException">The program ended instead.</exception>
    /// <exception cref="TimeoutException">It says nothing of the kind in time.</exception>
    public async Task SaysAsync(string text, TimeSpan patience)
    {
        var ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        while (!_output.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            var said = _said.WaitAsync(TestContext.Current.CancellationToken);
            if (await Task.WhenAny(said, ended).WaitAsync(patience, TestContext.Current.CancellationToken) == ended)
            {
                throw new InvalidOperationException($"The program ended with {_process.ExitCode}: {Errors}");
            }
        }
    }

    /// <summary>Waits for the end; the exit code.</summary>
    /// <exception cref="TimeoutException">It has not ended in time.</exception>
    public async Task<int> EndAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Received(ConcurrentQueue<string> lines, string? line)
    {
        const string Listening = "listening on ";
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        _said.Release();
        if (line.StartsWith(Listening, StringComparison.Ordinal))
        {
            _listening.TrySetResult(line[Listening.Length..]);
        }
    }
}
