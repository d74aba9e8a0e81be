using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace InferencePlatform.Service.Hosting.Logging;

/// <summary>Writes each record as one line.</summary>
internal sealed class LineFormatter(bool json) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, Microsoft.Extensions.Logging.IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var record = new LogRecord(
            json ? DateTimeOffset.UtcNow : DateTimeOffset.Now,
            logEntry.LogLevel,
            logEntry.Category,
            logEntry.EventId.Name ?? "",
            logEntry.Formatter(logEntry.State, logEntry.Exception),
            LogRecord.ValuesOf(logEntry.State),
            logEntry.Exception,
            Activity.Current?.TraceId.ToHexString());
        textWriter.Write(json ? JsonLine.Create(record) : TextLine.Create(record));
    }
}
