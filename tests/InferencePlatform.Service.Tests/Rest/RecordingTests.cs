using System.Diagnostics;
using System.Net;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Tracing;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>What telemetry is told of a REST call.</summary>
public sealed class RecordingTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32","data":[7]}]}""";

    [Fact]
    public async Task An_inference_is_counted_with_its_model_and_status()
    {
        await using var server = await RestServer.StartAsync(s => s with { Options = s.Options with { MaxMessageSize = 1000 } });
        var metrics = server.Services.Metrics;
        var model = metrics.Of(server.Services.Catalog.Find("named_dims")!.Latest!);
        long Ok() => model.Requests(InferenceApi.Rest, StatusCode.OK);
        long Invalid() => model.Requests(InferenceApi.Rest, StatusCode.InvalidArgument);
        var (ok, invalid) = (Ok(), Invalid());

        await server.Http1.InferAsync("named_dims", Body.Replace("INT32", "FP32", StringComparison.Ordinal));
        await server.Http1.RefusedAsync("named_dims", Body);
        await server.Http1.RefusedAsync("nope", Body, HttpStatusCode.NotFound);
        await server.Http1.RefusedAsync("named_dims", new string(' ', 1001), HttpStatusCode.RequestEntityTooLarge);
        while (server.Services.Calls.InFlight > 0)
        {
            await Task.Yield();
        }

        Assert.Equal((ok + 1, invalid + 1), (Ok(), Invalid()));
        Assert.Equal(1, metrics.NoModel.Requests(InferenceApi.Rest, StatusCode.NotFound));
        Assert.Equal(1, metrics.NoModel.Requests(InferenceApi.Rest, StatusCode.ResourceExhausted));
    }

    [Theory]
    [InlineData("/v2/models/identity_int16/infer", "POST /v2/models/{name}/infer")]
    [InlineData("/v2/models/identity_int16/versions/1/infer", "POST /v2/models/{name}/versions/{version}/infer")]
    [InlineData("/v1/models/identity_int16:predict", "POST /v1/models/{name}:predict")]
    public async Task The_callers_trace_goes_on_under_the_routes_name(string path, string name)
    {
        var trace = ActivityTraceId.CreateRandom();
        var ended = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace && span.Kind == ActivityKind.Server)
                {
                    ended.TrySetResult(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await RestServer.StartAsync();
        using var content = RestClient.Json("{}");
        content.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var response = await server.Http1.PostAsync(path, content, RestClient.Token);
        var span = await ended.Task.WaitAsync(RestClient.Token);
        Assert.Equal((name, "00f067aa0ba902b7"), (span.DisplayName, span.ParentSpanId.ToString()));
    }
}
