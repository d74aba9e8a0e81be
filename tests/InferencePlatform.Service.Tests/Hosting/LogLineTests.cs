using System.Text.Json;
using InferencePlatform.Service.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class LogLineTests
{
    private static readonly LogRecord Record = new(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        LogLevel.Warning,
        "Some.Category",
        "LoadFailed",
        "Model 'a' cannot be loaded:\nno \"graph\"",
        [KeyValuePair.Create("Model", "a"), KeyValuePair.Create("Folder", "/m y"), KeyValuePair.Create("Size", "7")],
        null,
        null);

    [Fact]
    public void A_line_of_text_has_the_message_and_what_it_does_not_say() =>
        Assert.Equal("2026-01-02T03:04:05.678+00:00 WARN  LoadFailed: Model 'a' cannot be loaded:\\nno \"graph\" Folder=\"/m y\" Size=7\n", TextLine.Create(Record));

    [Fact]
    public void An_exception_stays_on_its_line()
    {
        var line = TextLine.Create(Record with { Exception = new InvalidOperationException("one\ntwo") });

        Assert.Equal(1, line.Count(c => c == '\n'));
        Assert.Contains("one\\ntwo", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_json_has_every_value()
    {
        var line = JsonLine.Create(Record with { Exception = new InvalidOperationException("one\ntwo"), TraceId = "abc" });

        Assert.Equal(1, line.Count(c => c == '\n'));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2026-01-02T03:04:05.678Z", json.GetProperty("time").GetString());
        Assert.Equal("Warning", json.GetProperty("level").GetString());
        Assert.Equal("LoadFailed", json.GetProperty("event").GetString());
        Assert.Equal("Model 'a' cannot be loaded:\nno \"graph\"", json.GetProperty("message").GetString());
        Assert.Equal("abc", json.GetProperty("trace_id").GetString());
        Assert.Contains("one\ntwo", json.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Equal("/m y", json.GetProperty("values").GetProperty("Folder").GetString());
    }
}
