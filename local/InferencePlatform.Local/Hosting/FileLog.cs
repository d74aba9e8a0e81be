using System.Text.Json;
using InferencePlatform.Local.Nodes.Logs;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Hosting;

/// <summary>The platform's own log: a file of bounded size in the form of a container's log, each line with a JSON object.</summary>
internal sealed class FileLog(string path, TimeProvider time) : ILoggerProvider
{
    private readonly ContainerLog _log = new(path, time);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _log);

    public void Dispose() => _log.Dispose();

    private sealed class Logger(string category, ContainerLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write("log", JsonSerializer.Serialize(new { level = logLevel.ToString(), category, @event = eventId.Name, message = formatter(state, exception), exception = exception?.ToString() }), isWhole: true);
            }
        }
    }
}
