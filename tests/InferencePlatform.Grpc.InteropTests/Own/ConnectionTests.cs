using InferencePlatform.Grpc.Interop;

namespace InferencePlatform.Grpc.InteropTests.Own;

/// <summary>What happens to connections between calls.</summary>
public sealed class ConnectionTests(OwnServer server) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task A_connection_without_calls_stays_open()
    {
        using var connections = new ConnectionCounter();
        using var channel = server.CreateChannel(new() { Handler = connections.Handler });
        var client = new TestServiceClient(channel);
        await client.EmptyCallAsync();

        // The server looks at its connections once a second.
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        await client.EmptyCallAsync();

        Assert.Equal(1, connections.Count);
        await server.AssertQuietAsync();
    }

    [Fact]
    public async Task Calls_at_the_same_time_share_a_connection()
    {
        using var connections = new ConnectionCounter();
        using var channel = server.CreateChannel(new() { Handler = connections.Handler });
        var client = new TestServiceClient(channel);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.EmptyCallAsync()));

        Assert.Equal(1, connections.Count);
    }
}
