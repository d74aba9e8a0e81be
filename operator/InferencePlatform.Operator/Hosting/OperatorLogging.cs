using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace InferencePlatform.Operator.Hosting;

/// <summary>The operator's log, on standard error: standard output is for what commands print.</summary>
internal static class OperatorLogging
{
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    public static void Configure(ILoggingBuilder builder, string format, LogLevel level)
    {
        builder.SetMinimumLevel(level).AddConsole(o =>
        {
            o.LogToStandardErrorThreshold = LogLevel.Trace;
            o.FormatterName = format == "json" ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
        });
        builder.Services.Configure<SimpleConsoleFormatterOptions>(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = TimestampFormat;
            o.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<JsonConsoleFormatterOptions>(o =>
        {
            o.UseUtcTimestamp = true;
            o.TimestampFormat = TimestampFormat.TrimEnd();
        });
    }
}

internal static partial class OperatorLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The API server warns: {Text}")]
    public static partial void ServerWarns(ILogger logger, string text);
}
