using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using InferencePlatform.Service.Rest;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>Calls that end before their answer does.</summary>
public sealed class LifetimeTests
{
    /// <summary>About two minutes of one core.</summary>
    private const int ForEver = 1_000_000;

    private const int EchoSize = 24 << 20;

    [Fact]
    public async Task A_call_that_takes_too_long_is_ended_and_its_run_too()
    {
        await using var server = await StartAsync(TimeSpan.FromSeconds(2));
        var error = await server.Http1.RefusedAsync("slow", Slow(ForEver), HttpStatusCode.GatewayTimeout);
        Assert.Equal("The deadline passed before the call was done.", error);
        await server.Http1.InferAsync("slow", Slow(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_leaves_frees_the_compute_thread(bool http2)
    {
        await using var server = await StartAsync(TimeSpan.FromMinutes(5));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(RestClient.Token);
        var call = server.Client(http2).PostAsync("/v2/models/slow/infer", RestClient.Json(Slow(ForEver)), leaving.Token);
        await UntilAsync(() => server.Services.Calls.InFlight == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        // There is one compute thread.
        await server.Http1.InferAsync("slow", Slow(1));
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for_for_ever()
    {
        await using var server = await StartAsync(TimeSpan.FromSeconds(1));
        using var socket = new TcpClient();
        var address = server.Http1.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port, RestClient.Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /v2/models/slow/infer HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"), RestClient.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 504 Gateway Timeout", await reader.ReadLineAsync(RestClient.Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_cannot_be_finished_breaks_the_connection_rather_than_look_whole(bool http2)
    {
        // The request must be over well within the time limit on this machine, busy as it may be; only the answer may not.
        var watch = Stopwatch.StartNew();
        await using (var unhurried = await StartAsync(TimeSpan.FromMinutes(5)))
        {
            using var whole = await EchoAsync(unhurried.Client(http2));
            Assert.True((await whole.Content.ReadAsByteArrayAsync(RestClient.Token)).Length > EchoSize);
        }

        await using var server = await StartAsync(TimeSpan.FromSeconds(1) + (3 * watch.Elapsed));
        using var response = await EchoAsync(server.Client(http2));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        // Nobody reads until the server has given up.
        await UntilAsync(() => server.Services.Calls.InFlight == 0);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.CopyToAsync(Stream.Null, RestClient.Token));
    }

    [Fact]
    public async Task A_full_queue_is_told_at_once()
    {
        using var metrics = new ServiceMetrics();
        await using var server = await StartAsync(TimeSpan.FromMinutes(1), s => s with { Scheduler = new InferenceScheduler(new SchedulerOptions(1, 0), metrics) });
        var error = await server.Http1.RefusedAsync("slow", Slow(1), HttpStatusCode.TooManyRequests);
        Assert.Equal("0 calls wait to be computed, which is the limit; try again later.", error);
    }

    private static async Task<RestServer> StartAsync(TimeSpan timeout, Func<RestServices, RestServices>? configure = null)
    {
        // Once a run was seen to take long, later ones go to the compute thread, where they can be stopped.
        await using (var first = await RestServer.StartAsync())
        {
            await first.Http1.InferAsync("slow", Slow(100));
        }

        return await RestServer.StartAsync(s => (configure ?? (x => x))(s) with { Options = s.Options with { RequestTimeout = timeout } });
    }

    /// <summary>Sends more than the sockets' buffers hold, and gets it back.</summary>
    private static async Task<HttpResponseMessage> EchoAsync(HttpClient client)
    {
        var json = Encoding.UTF8.GetBytes($$$"""{"inputs":[{"name":"x","shape":[1,{{{EchoSize}}}],"datatype":"UINT8","parameters":{"binary_data_size":{{{EchoSize}}}}}],"parameters":{"binary_data_output":true}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/identity_uint8/infer")
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([.. json, .. new byte[EchoSize]]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, RestClient.Token);
    }

    private static string Slow(int iterations) =>
        $$"""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]},{"name":"iterations","shape":[1],"datatype":"INT64","data":[{{iterations}}]}]}""";

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, RestClient.Token);
        }
    }
}
