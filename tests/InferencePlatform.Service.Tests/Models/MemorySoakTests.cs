using System.Diagnostics;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>Runs alone, because it measures the whole process.</summary>
[CollectionDefinition(nameof(MemorySoakTests), DisableParallelization = true)]
public sealed class MemorySoakGroup;

/// <summary>Models that are loaded and unloaded leave no memory behind.</summary>
[Collection(nameof(MemorySoakTests))]
public sealed class MemorySoakTests : RepositoryTest
{
    private const int Floats = 2 << 20;
    private const long ModelBytes = Floats * sizeof(float);

    [Fact]
    public Task Thirty_loads_and_unloads_leave_no_memory_behind() => SoakAsync(30);

    [Fact]
    [Trait("Tier", "full")]
    public Task Three_hundred_loads_and_unloads_leave_no_memory_behind() => SoakAsync(300);

    private async Task SoakAsync(int rounds)
    {
        GrownModel.Write(Folder.Of("m", "1", "model.onnx"), Floats);
        await RoundsAsync(5);
        var before = Resident();
        await RoundsAsync(rounds);
        var growth = Resident() - before;
        Assert.True(growth < 6 * ModelBytes, $"{rounds} loads of {ModelBytes >> 20} MB left {growth >> 20} MB behind.");
    }

    private async Task RoundsAsync(int count)
    {
        for (var round = 0; round < count; round++)
        {
            await Repository.LoadAsync("m", Stop);
            var lease = Lease("m");
            await Repository.UnloadAsync("m", Stop);
            lease.Release();
        }
    }

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
