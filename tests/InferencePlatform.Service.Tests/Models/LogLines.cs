using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>Keeps what a repository logs, and lets a test wait for a line of it.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _lines = [];
    private TaskCompletionSource _grown = New();

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{logLevel}: {formatter(state, exception)}");
            _grown.SetResult();
            _grown = New();
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <summary>The first line that has these words, once there is one.</summary>
    public async Task<string> WaitForAsync(string words) => (await WaitForAsync(words, times: 1))[0];

    /// <summary>The lines that have these words, once there are as many.</summary>
    public async Task<IReadOnlyList<string>> WaitForAsync(string words, int times)
    {
        while (true)
        {
            Task grown;
            lock (_lines)
            {
                var found = _lines.FindAll(l => l.Contains(words, StringComparison.Ordinal));
                if (found.Count >= times)
                {
                    return found;
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
