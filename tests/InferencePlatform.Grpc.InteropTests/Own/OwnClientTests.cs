using InferencePlatform.Grpc.Interop;
using InferencePlatform.Grpc.Interop.Cases;

namespace InferencePlatform.Grpc.InteropTests.Own;

/// <summary>Our client and our server.</summary>
public sealed class OwnClientTests(OwnServer server) : IClassFixture<OwnServer>
{
    public static TheoryData<string> Cases { get; } = [.. InteropCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_case_passes_again_and_again(string name)
    {
        var test = InteropCases.All.Single(c => c.Name == name);
        using var channel = server.CreateChannel();
        var client = new TestServiceClient(channel);

        // Ends of calls are races: once would tell little of them.
        for (var i = 0; i < 20; i++)
        {
            await test.Run(client).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }

        await server.AssertQuietAsync();
    }

    [Fact]
    public async Task Many_large_calls_share_one_channel()
    {
        using var channel = server.CreateChannel();
        var client = new TestServiceClient(channel);

        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => await UnaryCases.LargeAsync(client));

        await server.AssertQuietAsync();
    }
}
