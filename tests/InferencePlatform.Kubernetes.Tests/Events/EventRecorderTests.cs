using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Events;

public sealed class EventRecorderTests
{
    private static readonly ConfigMap Map = new() { Metadata = new() { Name = "a", Namespace = "ns", Uid = "u1" } };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task An_event_says_what_happened_to_what_and_who_says_so()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("{}"));
        await using var client = server.Client();
        await using (var recorder = Recorder(client))
        {
            recorder.Warning("LoadFailed", "Load", "The model cannot be loaded.", Map);
        }

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /apis/events.k8s.io/v1/namespaces/ns/events", $"{request.Method} {request.PathAndQuery}");
        var e = JsonNode.Parse(request.Body)!;
        Assert.StartsWith("a.", (string?)e["metadata"]!["name"], StringComparison.Ordinal);
        Assert.Equal("""{"apiVersion":"v1","kind":"ConfigMap","namespace":"ns","name":"a","uid":"u1"}""", e["regarding"]!.ToJsonString());
        Assert.Equal(
            ("Warning", "LoadFailed", "Load", "The model cannot be loaded.", "test", "here", "2026-11-24T12:00:00.000000Z"),
            ((string?)e["type"], (string?)e["reason"], (string?)e["action"], (string?)e["note"], (string?)e["reportingController"], (string?)e["reportingInstance"], (string?)e["eventTime"]));
    }

    [Fact]
    public async Task Repetitions_are_counted_on_the_first_event_now_and_then_and_begin_anew_after_a_pause()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("{}"));
        await using var client = server.Client();
        await using var recorder = Recorder(client);

        await RecordAsync(1);
        await RecordAsync(2);
        for (var i = 0; i < 50; i++)
        {
            recorder.Normal("Same", "Do", "again", Map);
        }

        recorder.Normal("Other", "Do", "another", Map);
        await Eventually.TrueAsync(() => server.Requests.Count == 3, "the other event");
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return server.Requests.Count == 4;
            },
            "the count of all");
        _time.Advance(TimeSpan.FromMinutes(6));
        await RecordAsync(5);

        Assert.Equal(["POST", "PATCH", "POST", "PATCH", "POST"], server.Requests.Select(r => r.Method));
        var patches = server.Requests.Where(r => r.Method == "PATCH").ToList();
        Assert.Equal([2, 52], patches.Select(r => (int)JsonNode.Parse(r.Body)!["series"]!["count"]!));
        Assert.All(patches, p => Assert.EndsWith((string)JsonNode.Parse(server.Requests.First().Body)!["metadata"]!["name"]!, p.PathAndQuery, StringComparison.Ordinal));

        async Task RecordAsync(int requests)
        {
            recorder.Normal("Same", "Do", "again", Map);
            await Eventually.TrueAsync(() => server.Requests.Count == requests, $"request {requests}");
        }
    }

    [Fact]
    public async Task A_series_whose_event_is_gone_begins_anew()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.Request.Method == "PATCH" ? c.StatusAsync(404, "NotFound", "no") : c.JsonAsync("{}"));
        await using var client = server.Client();
        await using (var recorder = Recorder(client))
        {
            for (var i = 0; i < 3; i++)
            {
                recorder.Normal("Same", "Do", "again", Map);
            }
        }

        Assert.Equal(["POST", "PATCH", "POST"], server.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_holds_up_nobody_and_what_is_too_much_is_dropped()
    {
        await using var server = await ScriptedServer.StartAsync(c => Task.Delay(Timeout.Infinite, c.RequestAborted));
        await using var client = server.Client();
        var recorder = Recorder(client, o => o with { QueueLength = 10 });
        recorder.Normal("First", "Do", "x", Map);
        await Eventually.TrueAsync(() => server.Requests.Count == 1, "the first request");

        for (var i = 0; i < 15; i++)
        {
            recorder.Normal($"R{i}", "Do", "x", Map);
        }

        Assert.Equal(5, recorder.Dropped);
        var ended = recorder.DisposeAsync().AsTask();
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return ended.IsCompleted;
            },
            "the end");
    }

    [Fact]
    public async Task One_object_cannot_fill_the_cluster_with_events()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.JsonAsync("{}"));
        await using var client = server.Client();
        await using (var recorder = Recorder(client, o => o with { BurstPerObject = 5 }))
        {
            for (var i = 0; i < 20; i++)
            {
                recorder.Normal("Loud", "Do", $"{i}", Map);
            }

            recorder.Normal("Quiet", "Do", "x", Map with { Metadata = Map.Metadata with { Uid = "u2" } });
        }

        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task A_note_is_cut_to_what_the_server_takes_and_a_failure_fails_nobody()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.StatusAsync(StatusCodes.Status403Forbidden, "Forbidden", "no"));
        await using var client = server.Client();
        await using (var recorder = Recorder(client))
        {
            recorder.Normal("Long", "Do", string.Concat(Enumerable.Repeat("ü😀", 400)), Map);
            recorder.Normal("Cluster", "Do", "x", new Namespace { Metadata = new() { Name = new string('n', 253) } });
        }

        var events = server.Requests.Select(r => JsonNode.Parse(r.Body)!).ToList();
        var note = (string)events[0]["note"]!;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(note), 1010, 1024);
        Assert.EndsWith("…", note, StringComparison.Ordinal);
        Assert.Equal("POST /apis/events.k8s.io/v1/namespaces/default/events", server.Asked[1]);
        Assert.Equal(253, ((string)events[1]["metadata"]!["name"]!).Length);
    }

    [Fact]
    public void The_series_remembered_have_a_limit()
    {
        var table = new EventSeriesTable(new EventRecorderOptions { ReportingController = "test" });
        var now = _time.GetUtcNow();
        for (var i = 0; i < EventSeriesTable.MaxSeries + 10; i++)
        {
            table.Begin(Occurrence.Of("Normal", $"R{i}", "Do", "x", Map), new("ns", $"{i}"), now);
        }

        Assert.Equal(EventSeriesTable.MaxSeries, table.Count);
        Assert.Null(table.Repeat(Occurrence.Of("Normal", "R9", "Do", "x", Map), now));
        Assert.NotNull(table.Repeat(Occurrence.Of("Normal", "R10", "Do", "x", Map), now));
        Assert.Null(table.Repeat(Occurrence.Of("Normal", "R11", "Do", "x", Map), now + TimeSpan.FromMinutes(6)));
        Assert.Equal(1, table.Count);
    }

    private EventRecorder Recorder(KubernetesClient client, Func<EventRecorderOptions, EventRecorderOptions>? change = null)
    {
        var options = new EventRecorderOptions { ReportingController = "test", ReportingInstance = "here", TimeProvider = _time };
        return new EventRecorder(client, change?.Invoke(options) ?? options, NullLogger<EventRecorder>.Instance);
    }
}
