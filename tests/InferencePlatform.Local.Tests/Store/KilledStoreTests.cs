using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Tests.Store;

public sealed class KilledStoreTests : IDisposable
{
    private const int Rounds = 8;
    private readonly string _directory = Directory.CreateTempSubdirectory("store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_process_killed_at_any_instant_loses_no_write_that_was_acknowledged()
    {
        var acknowledged = new List<string>();
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            using var writer = StoreWriterProcess.Start(_directory);
            var wanted = random.Next(1, 400);
            for (var i = 0; i < wanted; i++)
            {
                acknowledged.Add((await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
            }

            writer.Kill();
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            while (await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } last)
            {
                // The last line may be cut by the kill, and then names another object.
                if (writer.StandardOutput.Peek() >= 0)
                {
                    acknowledged.Add(last);
                }
            }

            await using var store = ObjectStore.Open(_directory, historyLimit: 100, compactionBytes: 64 << 10);
            Assert.All(acknowledged, name => Assert.NotNull(store.State.Find("configmaps", new ObjectKey("default", name))));
        }
    }
}
