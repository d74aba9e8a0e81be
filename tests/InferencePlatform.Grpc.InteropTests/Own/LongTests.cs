using InferencePlatform.Grpc.Interop;
using InferencePlatform.Grpc.Interop.Cases;

namespace InferencePlatform.Grpc.InteropTests.Own;

/// <summary>What shows only after many rounds.</summary>
[Trait("Tier", "full")]
public sealed class LongTests(OwnServer server) : IClassFixture<OwnServer>
{
    public static TheoryData<string> Cases { get; } = [.. InteropCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_case_passes_with_a_connection_of_its_own_each_time(string name)
    {
        var test = InteropCases.All.Single(c => c.Name == name);
        for (var i = 0; i < 500; i++)
        {
            using var channel = server.CreateChannel();
            await test.Run(new TestServiceClient(channel)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }

        await server.AssertQuietAsync();
    }

    [Fact]
    public async Task All_cases_at_once_do_not_disturb_each_other()
    {
        using var channel = server.CreateChannel();
        var client = new TestServiceClient(channel);
        var all = Enumerable.Range(0, 200).SelectMany(_ => InteropCases.All);

        await Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (test, cancellationToken) => await test.Run(client).WaitAsync(TimeSpan.FromSeconds(120), cancellationToken));

        await server.AssertQuietAsync();
    }
}
