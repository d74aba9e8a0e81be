using System.Text;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>A repository of models over a temporary folder, and what a caller can see of it.</summary>
public abstract class RepositoryTest : IAsyncLifetime
{
    private protected RepositoryFolder Folder { get; } = new();

    private protected ModelCatalog Catalog { get; } = new();

    private protected LogLines<ModelRepository> Log { get; } = new();

    private protected ManualTime Time { get; } = new();

    private protected ModelRepository Repository { get; private set; } = null!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Open(new ModelRepositoryOptions { Folder = Folder.Path, AllowChanges = true });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        // By a real clock: where a test fails and keeps a lease, nobody lets the manual one go on.
        await Repository.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Goes on with a repository of other options.</summary>
    private protected void Open(ModelRepositoryOptions options) =>
        Repository = new ModelRepository(options, Catalog, Time, Log);

    private protected ModelStatus Status(string name, long version = 1) =>
        Catalog.Find(name)!.Statuses.Single(s => s.Version == version);

    private protected ModelVersion Lease(string name, string version = "") =>
        Catalog.Lease(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(version));

    /// <summary>The version that answers calls which name this one.</summary>
    private protected long Answering(string name, string version = "")
    {
        var lease = Lease(name, version);
        lease.Release();
        return lease.Version;
    }

    /// <summary>A call that takes as long as there are iterations, of about 0.14 ms; gives x back.</summary>
    private protected static float RunSlow(ModelVersion lease, float x, long iterations)
    {
        try
        {
            using var run = new SlowRun(x, iterations);
            return run.Run(lease);
        }
        finally
        {
            lease.Release();
        }
    }

    private protected static async Task<InferenceException> RefusedAsync(InferenceError error, Task task)
    {
        var refused = await Assert.ThrowsAsync<InferenceException>(() => task);
        Assert.Equal(error, refused.Error);
        return refused;
    }
}
