using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Testing;

/// <summary>
/// Keeps what is logged as an error or worse, so that a test fails on an error it did not expect. A test that expects
/// errors takes them with <see cref="Take"/>.
/// </summary>
internal sealed class ErrorCollectingLoggerProvider : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>A factory whose loggers write to this provider only.</summary>
    public ILoggerFactory CreateFactory() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Error).AddProvider(this));

    /// <summary>The errors logged since the last time, in order; each is its category, message and exception.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (_errors.TryDequeue(out var error))
        {
            taken.Add(error);
        }

        return taken;
    }

    /// <summary>Fails the test where errors were logged that nobody took.</summary>
    public void AssertNone()
    {
        var errors = Take();
        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
    }

    public ILogger CreateLogger(string categoryName) => new Collector(categoryName, _errors);

    public void Dispose()
    {
    }

    private sealed class Collector(string category, ConcurrentQueue<string> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
