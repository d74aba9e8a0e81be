using InferencePlatform.Grpc.Health;
using InferencePlatform.Grpc.Health.V1;
using InferencePlatform.Grpc.Tests.Infrastructure;
using ServingStatus = InferencePlatform.Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace InferencePlatform.Grpc.Tests.Health;

public sealed class HealthServiceTests
{
    private const string Check = "grpc.health.v1.Health/Check";
    private const string Watch = "grpc.health.v1.Health/Watch";
    private const string List = "grpc.health.v1.Health/List";

    private readonly HealthStatusStore _store = new();

    [Fact]
    public async Task Check_tells_the_status_and_does_not_know_other_names()
    {
        _store.Set("", HealthStatus.Serving);
        _store.Set("a", HealthStatus.NotServing);
        await using var server = await StartAsync();
        Assert.Equal(ServingStatus.Serving, (await server.Client.CallAsync<HealthCheckResponse>(Check, new HealthCheckRequest())).Status);
        Assert.Equal(ServingStatus.NotServing, (await server.Client.CallAsync<HealthCheckResponse>(Check, new HealthCheckRequest { Service = "a" })).Status);
        var e = await Assert.ThrowsAsync<RpcException>(() => server.Client.CallAsync<HealthCheckResponse>(Check, new HealthCheckRequest { Service = "b" }));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    [Fact]
    public async Task List_tells_all_up_to_100_services()
    {
        await using var server = await StartAsync();
        for (var i = 1; i < 100; i++)
        {
            _store.Set($"service-{i}", HealthStatus.Serving);
        }

        var statuses = (await server.Client.CallAsync<HealthListResponse>(List, new HealthListRequest())).Statuses;
        Assert.Equal(100, statuses.Count);
        Assert.Equal(ServingStatus.NotServing, statuses[""].Status);
        Assert.Equal(ServingStatus.Serving, statuses["service-99"].Status);

        _store.Set("one too many", HealthStatus.Serving);
        var e = await Assert.ThrowsAsync<RpcException>(() => server.Client.CallAsync<HealthListResponse>(List, new HealthListRequest()));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task Watch_tells_the_status_at_once_and_then_each_change_of_this_service()
    {
        _store.Set("a", HealthStatus.Serving);
        await using var server = await StartAsync();
        await using var watch = await WatchAsync(server, "a");
        await ExpectAsync(watch, ServingStatus.Serving);
        _store.Set("other", HealthStatus.Serving);
        _store.Set("a", HealthStatus.NotServing);
        await ExpectAsync(watch, ServingStatus.NotServing);
        _store.Set("a", HealthStatus.Serving);
        await ExpectAsync(watch, ServingStatus.Serving);
    }

    [Fact]
    public async Task Watch_of_an_unknown_service_waits_for_it_to_appear_and_notices_when_it_goes()
    {
        await using var server = await StartAsync();
        await using var watch = await WatchAsync(server, "a");
        await ExpectAsync(watch, ServingStatus.ServiceUnknown);
        _store.Set("a", HealthStatus.Serving);
        await ExpectAsync(watch, ServingStatus.Serving);
        _store.Remove("a");
        await ExpectAsync(watch, ServingStatus.ServiceUnknown);
    }

    [Fact]
    public async Task A_watcher_that_does_not_read_gets_the_latest_status_and_no_backlog()
    {
        await using var server = await StartAsync();
        await using var connection = await server.ConnectAsync(initialWindow: 0);
        var stream = await connection.CallAsync(Watch);
        await connection.DataAsync(stream, Frames.Of(new HealthCheckRequest()), end: true);
        await connection.ReadUntilAsync(Http2FrameType.Headers);
        for (var i = 0; i < 20_000; i++)
        {
            _store.Set("", i % 2 == 0 ? HealthStatus.Serving : HealthStatus.NotServing);
        }

        _store.Set("", HealthStatus.Unknown);
        await connection.WindowAsync(stream, 1 << 20);
        var received = 0;
        while (true)
        {
            var data = await connection.ReadUntilAsync(Http2FrameType.Data);
            received += data.Payload.Length;
            if (Frames.Split(data.Payload)[^1].Length == 0)
            {
                break; // UNKNOWN is the default, so its message is empty.
            }
        }

        // What is under way at the server's end is bounded by its buffers, far below 20 000 messages.
        Assert.InRange(received, 5, 10_000 * 7);
        await connection.ResetAsync(stream);
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task Watch_ends_when_the_client_leaves()
    {
        await using var server = await StartAsync();
        var watch = await WatchAsync(server, "a");
        await ExpectAsync(watch, ServingStatus.ServiceUnknown);
        Assert.Equal(1, server.Grpc.CallsInFlight);
        await watch.DisposeAsync();
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task Watch_tells_of_the_shutdown_and_does_not_hold_the_server_up_when_it_stops()
    {
        _store.Set("a", HealthStatus.Serving);
        await using var server = await StartAsync();
        await using var watch = await WatchAsync(server, "a");
        await ExpectAsync(watch, ServingStatus.Serving);
        _store.Shutdown();
        await ExpectAsync(watch, ServingStatus.NotServing);
        await server.Grpc.StopAsync(Patience.Token);
        Assert.Null(await watch.ReadAsync());
        Assert.Equal(StatusCode.Unavailable, (await watch.EndAsync()).Status);
    }

    private static async Task<StreamingCall> WatchAsync(TestServer server, string service)
    {
        var call = server.Client.Open(Watch);
        await call.SendAsync(new HealthCheckRequest { Service = service });
        call.CompleteRequest();
        return call;
    }

    private static async Task ExpectAsync(StreamingCall watch, ServingStatus status) =>
        Assert.Equal(status, (await watch.ReceiveAsync<HealthCheckResponse>()).Status);

    private Task<TestServer> StartAsync() => TestServer.StartAsync(m => HealthService.AddTo(m, _store));
}
