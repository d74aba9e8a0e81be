using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>A server that looks at its repository now and then.</summary>
public sealed class WatchTests : RepositoryTest
{
    [Fact]
    public async Task A_look_at_the_folder_finds_what_is_new_and_what_is_gone()
    {
        Folder.Put("identity_fp32", "m");
        using var stop = await WatchAsync();
        Folder.Put("identity_fp32", "n");
        Directory.Delete(Folder.Of("m"), recursive: true);
        Time.Elapse();
        await Log.WaitForAsync("'n' version 1 is ready");
        await Log.WaitForAsync("'m' version 1 is unloaded");
    }

    [Fact]
    public async Task What_failed_is_tried_again_only_when_it_changed()
    {
        Folder.Put("corrupt", "m");
        using var stop = await WatchAsync();
        for (var look = 0; look < 3; look++)
        {
            Folder.Put("identity_fp32", $"n{look}");
            Time.Elapse();
            await Log.WaitForAsync($"'n{look}' version 1 is ready");
        }

        Assert.Single(Log.All, l => l.StartsWith("Error: Model 'm'", StringComparison.Ordinal));
        Assert.Equal(ModelState.Failed, Status("m").State);
        Folder.Put("identity_fp32", "m");
        Time.Elapse();
        await Log.WaitForAsync("'m' version 1 is ready");
    }

    [Fact]
    public async Task What_a_client_unloaded_is_not_brought_back()
    {
        Folder.Put("identity_fp32", "m");
        using var stop = await WatchAsync();
        await Repository.UnloadAsync("m", Stop);
        Folder.Put("identity_fp64", "m", 2);
        Folder.Put("identity_fp32", "n");
        Time.Elapse();
        await Log.WaitForAsync("'n' version 1 is ready");
        Assert.Null(Catalog.Find("m")!.Latest);
    }

    [Fact]
    public async Task A_server_that_is_not_told_to_look_does_not() => await Repository.WatchAsync(Stop);

    private async Task<CancellationTokenSource> WatchAsync()
    {
        Open(new ModelRepositoryOptions { Folder = Folder.Path, AllowChanges = true, PollInterval = TimeSpan.FromSeconds(5) });
        await Repository.LoadAllAsync(Stop);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        _ = Repository.WatchAsync(stop.Token);
        return stop;
    }
}
