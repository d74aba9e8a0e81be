using InferencePlatform.Metrics;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry.Exposition;
using InferencePlatform.Service.Tests.Telemetry.Rig;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>The page by the letter of its two formats.</summary>
public sealed class PageFormatTests
{
    [Fact]
    public async Task The_page_is_as_Prometheus_text_has_it()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");
        server.Metrics.ModelLoadFailed("broken", "ChecksumMismatch");

        var text = await server.ScrapeTextAsync();

        ScrapedPage.Parse(text, ExpositionFormat.Text);
        Assert.Contains(
            """
            # HELP inference_model_load_failures_total Loads of models that failed, by reason.
            # TYPE inference_model_load_failures_total counter
            inference_model_load_failures_total{model="broken",reason="ChecksumMismatch"} 1
            # HELP inference_loaded_models Versions of models that serve.
            # TYPE inference_loaded_models gauge
            inference_loaded_models 1
            # HELP inference_model_ready Whether a version of a model serves: 1, or 0 where it is loading, failed or unloading.
            # TYPE inference_model_ready gauge
            inference_model_ready{model="fixed_shape",version="1"} 1
            # HELP inference_model_info Which model file serves.
            # TYPE inference_model_info gauge
            inference_model_info{model="fixed_shape",version="1",sha256="ab12"} 1
            # HELP inference_model_load_duration_seconds Time that loading the version took, warm-up included.
            # TYPE inference_model_load_duration_seconds gauge
            inference_model_load_duration_seconds{model="fixed_shape",version="1"} 1.5

            """,
            text,
            StringComparison.Ordinal);
        Assert.Contains("inference_request_duration_seconds_bucket{model=\"fixed_shape\",version=\"1\",le=\"1e-05\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("inference_request_duration_seconds_bucket{model=\"fixed_shape\",version=\"1\",le=\"1\"} 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_as_OpenMetrics_has_it()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape");

        var text = await server.ScrapeTextAsync(ExpositionFormat.OpenMetrics);

        var page = ScrapedPage.Parse(text, ExpositionFormat.OpenMetrics);
        Assert.Equal("seconds", page.Families["inference_request_duration_seconds"].Unit);
        Assert.Equal("bytes", page.Families["dotnet_gc_heap_total_allocated_bytes"].Unit);
        Assert.Equal("counter", page.Families["inference_requests"].Type);
        Assert.Equal("info", page.Families["inference_model"].Type);
        Assert.Contains("inference_request_duration_seconds_bucket{model=\"fixed_shape\",version=\"1\",le=\"1.0\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\ninference_requests_total{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_formats_have_the_same_series_in_the_same_order_every_time()
    {
        await using var server = await MeteredServer.StartAsync("fixed_shape", "dyn_out", "sum_rows");
        await server.CallAsync("sum_rows", [1, 2]);

        var first = await server.ScrapeAsync();
        var second = await server.ScrapeAsync();
        var other = await server.ScrapeAsync(ExpositionFormat.OpenMetrics);

        Assert.Equal(first.Samples.Keys, second.Samples.Keys);
        Assert.Equal(first.Samples.Keys, other.Samples.Keys.Select(k => k.Replace(".0\"}", "\"}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_process_and_its_garbage_collector_are_on_the_page()
    {
        await using var server = await MeteredServer.StartAsync();

        var page = await server.ScrapeAsync();

        Assert.InRange(page["process_resident_memory_bytes"], 1 << 20, 1L << 40);
        Assert.InRange(page["process_cpu_seconds_total"], 0.001, 1e6);
        Assert.InRange(page["process_start_time_seconds"], 1.7e9, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        Assert.InRange(page["process_open_fds"], 3, 1e6);
        Assert.InRange(page["dotnet_gc_heap_total_allocated_bytes_total"], 1, double.MaxValue);
        Assert.InRange(page["dotnet_gc_heap_size_bytes"], 1, double.MaxValue);
        Assert.InRange(page["dotnet_gc_pause_seconds_total"], 0, 1e6);
        Assert.InRange(page["dotnet_threadpool_threads"], 1, 1e6);
        Assert.Contains("dotnet_gc_collections_total{generation=\"2\"}", page.Samples.Keys);
        Assert.Contains(page.Samples.Keys, k => k.StartsWith("inference_build_info{version=\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_should_serve_and_does_not_is_zero_and_one_that_should_not_is_absent()
    {
        await using var server = await MeteredServer.StartAsync();
        server.Catalog.Publish(new ModelEntry("digits", [],
            [
                new ModelStatus("digits", 1, ModelState.Unloaded, "The version policy does not choose it."),
                new ModelStatus("digits", 2, ModelState.Failed, "It is damaged."),
                new ModelStatus("digits", 3, ModelState.Loading, ""),
            ]));

        var page = await server.ScrapeAsync();

        Assert.Equal(0, page["inference_loaded_models"]);
        Assert.Equal(
            ["inference_model_ready{model=\"digits\",version=\"2\"}", "inference_model_ready{model=\"digits\",version=\"3\"}"],
            page.Samples.Where(s => s.Key.StartsWith("inference_model_ready{", StringComparison.Ordinal) && s.Value == 0).Select(s => s.Key));
        Assert.DoesNotContain("inference_model_ready{model=\"digits\",version=\"1\"}", page.Samples.Keys);
    }

    [Fact]
    public async Task Odd_characters_of_a_label_are_escaped()
    {
        await using var server = await MeteredServer.StartAsync();
        server.Metrics.ModelLoadFailed("a\"b\\c\nd", "NotFound");

        var page = await server.ScrapeAsync();

        Assert.Equal(1, page["""inference_model_load_failures_total{model="a\"b\\c\nd",reason="NotFound"}"""]);
    }

    [Theory]
    [InlineData("", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/html", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("not a media type at all;;", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=0.0.1,text/plain;version=0.0.4;q=0.5", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;q=0.2,text/plain;q=0.5", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public async Task A_scraper_gets_the_format_it_asks_for(string accept, string contentType)
    {
        await using var server = await MeteredServer.StartAsync();
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Request.Headers.Accept = accept;

        await PrometheusPage.WriteAsync(context, server.Metrics);

        Assert.Equal(contentType, context.Response.ContentType);
        Assert.True(context.Response.Body.Length > 0);
    }
}
