using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Telemetry.Rig;
using Model;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>One trace from a client's own span to ONNX Runtime's run, as a collector gets it from a whole server.</summary>
[Collection(Listeners.Name)]
public sealed class WholeTraceTests
{
    [Fact]
    public async Task A_call_by_our_client_is_one_trace_through_every_stage_of_the_server()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var sent = new SentRequests();
        using var client = new Activity("client").SetIdFormat(ActivityIdFormat.W3C);
        client.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        await using (var server = await StartAsync(collector))
        {
            using var channel = server.Connect();
            client.Start();
            await channel.UnaryAsync(
                "model.ModelInference/Predict",
                ProtobufCodec.For<PredictRequest>(),
                ProtobufCodec.For<PredictResponse>(),
                new PredictRequest { ModelId = "example_model", Inputs = { 1, 2, 3 } });
            client.Stop();
        }

        AssertWhole(collector, sent, client, "model.ModelInference/Predict");
    }

    [Fact]
    public async Task So_is_one_by_HTTP()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var sent = new SentRequests();
        using var client = new Activity("client").SetIdFormat(ActivityIdFormat.W3C);
        client.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        await using (var server = await StartAsync(collector))
        {
            using var http = new HttpClient { BaseAddress = server.HttpAddress };
            client.Start();
            using var answer = await http.PostAsJsonAsync("/v1/models/example_model:predict", new { inputs = new[] { 1.0, 2, 3 } }, TestContext.Current.CancellationToken);
            client.Stop();
            answer.EnsureSuccessStatusCode();
        }

        AssertWhole(collector, sent, client, "POST /v1/models/{name}:predict");
    }

    private static void AssertWhole(OtlpCollector collector, SentRequests sent, Activity client, string name)
    {
        var request = Assert.Single(collector.Spans, s => s.Name == name);
        var http = Assert.Single(sent.Spans, s => s.TraceId == client.TraceId);
        Assert.Equal(client.SpanId, http.ParentSpanId);
        Assert.Equal((http.TraceId.ToHexString(), http.SpanId.ToHexString()), (request.TraceId, request.ParentId));
        var stages = collector.Spans.Where(s => s.ParentId == request.SpanId).ToList();
        Assert.Equal(["receive", "decode", "compute", "encode"], stages.Where(s => s.Name != "queue").OrderBy(s => s.Start).Select(s => s.Name));
        Assert.All(stages, s => Assert.True(s.Start >= request.Start && s.End <= request.End, $"{s} is not within {request}"));
    }

    private static Task<TestServer> StartAsync(OtlpCollector collector) =>
        TestServer.StartAsync(TestFiles.Samples, o => o with { OtlpEndpoint = collector.Address });

    /// <summary>The spans of .NET's HTTP client, as a client's own exporter would hear them.</summary>
    private sealed class SentRequests : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _spans = new();
        private readonly ActivityListener _listener;

        public SentRequests()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "System.Net.Http",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _spans.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyCollection<Activity> Spans => _spans;

        public void Dispose() => _listener.Dispose();
    }
}
