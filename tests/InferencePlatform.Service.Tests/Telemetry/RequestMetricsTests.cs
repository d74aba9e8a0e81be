using InferencePlatform.Service.Tests.Telemetry.Rig;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>What the page says after calls were made.</summary>
public sealed class RequestMetricsTests
{
    private const string Labels = "model=\"fixed_shape\",version=\"1\"";

    [Fact]
    public async Task Calls_that_were_answered_are_on_the_page_at_once()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(0, await server.CallAsync("fixed_shape", [1, 2, 3]));
        }

        var page = await server.ScrapeAsync();
        Assert.Equal(5, page[$"inference_requests_total{{{Labels},api=\"simple\",code=\"OK\"}}"]);
        Assert.Equal(0, page[$"inference_requests_total{{{Labels},api=\"grpc\",code=\"OK\"}}"]);
        Assert.Equal(0, page[$"inference_requests_in_flight{{{Labels}}}"]);
        foreach (var stage in (string[])["request", "queue", "compute"])
        {
            Assert.Equal(5, page[$"inference_{stage}_duration_seconds_count{{{Labels}}}"]);
            Assert.Equal(5, page[$"inference_{stage}_duration_seconds_bucket{{{Labels},le=\"+Inf\"}}"]);
        }

        Assert.InRange(
            page[$"inference_request_duration_seconds_sum{{{Labels}}}"],
            page[$"inference_compute_duration_seconds_sum{{{Labels}}}"],
            60);
    }

    [Fact]
    public async Task Buckets_grow_from_bound_to_bound()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");
        await server.CallAsync("fixed_shape", [1, 2, 3]);

        var page = await server.ScrapeAsync();

        var buckets = page.Samples.Where(s => s.Key.StartsWith("inference_request_duration_seconds_bucket{" + Labels, StringComparison.Ordinal)).Select(s => s.Value).ToList();
        Assert.Equal(20, buckets.Count);
        Assert.Equal(buckets.Order(), buckets);
    }

    [Fact]
    public async Task A_call_that_fails_is_counted_under_the_code_its_caller_got()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape", "fails_at_run");

        Assert.Equal(3, await server.CallAsync("fixed_shape", [1]));
        Assert.Equal(3, await server.CallAsync("fails_at_run", [7]));

        var page = await server.ScrapeAsync();
        Assert.Equal(1, page[$"inference_requests_total{{{Labels},api=\"simple\",code=\"InvalidArgument\"}}"]);
        Assert.Equal(1, page["inference_requests_total{model=\"fails_at_run\",version=\"1\",api=\"simple\",code=\"InvalidArgument\"}"]);
        Assert.Equal(0, page["inference_compute_duration_seconds_count{model=\"fails_at_run\",version=\"1\"}"]);
        Assert.Equal(1, page["inference_request_duration_seconds_count{model=\"fails_at_run\",version=\"1\"}"]);
    }

    [Fact]
    public async Task Names_that_strangers_ask_for_make_no_labels()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");
        var before = (await server.ScrapeAsync()).Samples.Count;

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(5, await server.CallAsync($"stranger-{i}", [1]));
            Assert.Equal(12, await server.CallAsync("fixed_shape", [1], $"/stranger.Service{i}/Method"));
        }

        var page = await server.ScrapeAsync();
        Assert.Equal(20, page["inference_requests_total{model=\"\",version=\"\",api=\"simple\",code=\"NotFound\"}"]);
        Assert.Equal(20, page["grpc_server_handled_total{grpc_service=\"\",grpc_method=\"\",grpc_code=\"Unimplemented\"}"]);
        Assert.DoesNotContain(page.Samples.Keys, sample => sample.Contains("stranger", StringComparison.Ordinal));
        Assert.Equal(3, page.Samples.Count - before);
    }

    [Fact]
    public async Task A_version_loaded_again_counts_on()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");
        var first = server.Catalog.Find("fixed_shape")!.Latest!;
        await server.CallAsync("fixed_shape", [1, 2, 3]);

        server.Publish("fixed_shape");
        await first.RetireAsync();
        await server.CallAsync("fixed_shape", [1, 2, 3]);

        var page = await server.ScrapeAsync();
        Assert.Equal(2, page[$"inference_requests_total{{{Labels},api=\"simple\",code=\"OK\"}}"]);
    }

    [Fact]
    public async Task GRPC_calls_are_counted_by_method_and_connections_while_open()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");

        await server.CallAsync("fixed_shape", [1, 2, 3]);
        await server.CallAsync("fixed_shape", [1]);
        Assert.Equal(4, await server.CallAsync("", [], "/test.Open/Wait", ("grpc-timeout", "20m")));

        var page = await server.ScrapeAsync();
        Assert.Equal(1, page["grpc_server_handled_total{grpc_service=\"model.ModelInference\",grpc_method=\"Predict\",grpc_code=\"OK\"}"]);
        Assert.Equal(1, page["grpc_server_handled_total{grpc_service=\"model.ModelInference\",grpc_method=\"Predict\",grpc_code=\"InvalidArgument\"}"]);
        Assert.Equal(1, page["grpc_server_handled_total{grpc_service=\"test.Open\",grpc_method=\"Wait\",grpc_code=\"DeadlineExceeded\"}"]);
        Assert.Equal(1, page["grpc_server_connections"]);
        Assert.Equal(0, page["inference_bytes_in_flight"]);
        Assert.Equal(256 << 20, page["inference_bytes_in_flight_limit"]);
        Assert.Equal(4096, page["grpc_server_calls_in_flight_limit"]);
        Assert.Equal(2, page["inference_queue_length_limit"]);
    }
}
