using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace InferencePlatform.Service.Hosting.Logging;

/// <summary>
/// The log: standard output, through Microsoft's console logger, which writes from a thread of its own so that
/// a slow reader of the log does not hold up calls.
/// </summary>
internal static class ServerLogging
{
    public static ILoggerFactory Create(string level, string format)
    {
        var console = new ConsoleLoggerProvider(
            new Fixed<ConsoleLoggerOptions>(new ConsoleLoggerOptions { FormatterName = LineFormatter.FormatterName, QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite }),
            [new LineFormatter(format == "json")]);
        var filter = new LoggerFilterOptions { MinLevel = Enum.Parse<LogLevel>(level) };

        // The web server tells of each connection that broke; only what it calls a warning is the operator's business.
        if (filter.MinLevel is LogLevel.Information)
        {
            filter.Rules.Add(new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        }

        // Added, not handed to the constructor: the factory disposes of what was added, which writes what is queued.
        var factory = new LoggerFactory([], filter);
        factory.AddProvider(console);
        return factory;
    }

    private sealed class Fixed<T>(T value) : IOptionsMonitor<T>
    {
        public T CurrentValue => value;

        public T Get(string? name) => value;

        public IDisposable? OnChange(Action<T, string?> listener) => null;
    }
}
