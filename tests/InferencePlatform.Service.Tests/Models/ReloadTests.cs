using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>Models change while calls go on.</summary>
public sealed class ReloadTests : RepositoryTest
{
    /// <summary>Iterations that mostly are still run when models have come and gone; about a second of one core.</summary>
    private const int LongRun = 7_000;

    [Fact]
    public async Task A_new_version_takes_over_and_the_old_one_goes()
    {
        Folder.Put("identity_fp32", "m", 1);
        await Repository.LoadAllAsync(Stop);
        Folder.Put("identity_fp64", "m", 2);
        await Repository.ReloadAsync(Stop);
        Assert.Equal(2, Answering("m"));
        await Log.WaitForAsync("'m' version 1 is unloaded");
        Assert.Equal(ModelState.Unloaded, Status("m", 1).State);
    }

    [Fact]
    public async Task A_load_that_fails_leaves_the_old_version_serving()
    {
        Folder.Put("identity_fp32", "m", 1);
        await Repository.LoadAllAsync(Stop);
        Folder.Put("corrupt", "m", 2);
        await Repository.ReloadAsync(Stop);
        Assert.Equal(1, Answering("m"));
        Assert.Equal((ModelState.Failed, ModelState.Ready), (Status("m", 2).State, Status("m", 1).State));
        Assert.Contains("Protobuf parsing failed", Status("m", 2).Reason, StringComparison.Ordinal);
        Assert.Equal("It serves until the versions that the version policy chooses are ready.", Status("m", 1).Reason);

        Folder.Put("identity_fp64", "m", 2);
        await Repository.ReloadAsync(Stop);
        Assert.Equal(2, Answering("m"));
    }

    [Fact]
    public async Task A_file_that_changes_into_a_broken_one_leaves_what_was_loaded_serving()
    {
        Folder.Put("identity_fp32", "m");
        await Repository.LoadAllAsync(Stop);
        var digest = Status("m").Sha256;
        Folder.Put("truncated", "m");
        await Repository.ReloadAsync(Stop);
        Assert.Equal((ModelState.Ready, digest), (Status("m").State, Status("m").Sha256));
        Assert.StartsWith("What was loaded earlier still serves; what is there now cannot: ", Status("m").Reason, StringComparison.Ordinal);
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task A_file_that_changes_is_loaded_again()
    {
        Folder.Put("identity_fp32", "m");
        await Repository.LoadAllAsync(Stop);
        Folder.Put("identity_fp64", "m");
        await Repository.ReloadAsync(Stop);
        Assert.Equal("FP64", Datatype());
        await Log.WaitForAsync("'m' version 1 is unloaded");
        Assert.Equal(ModelState.Ready, Status("m").State);
    }

    [Fact]
    public async Task Weights_that_change_beside_the_model_are_loaded_again()
    {
        Folder.Put("external_data", "m");
        await Repository.LoadAllAsync(Stop);
        var before = Catalog.Find("m")!.Latest;
        File.SetLastWriteTimeUtc(Folder.Of("m", "1", "model.onnx.data"), DateTime.UnixEpoch);
        await Repository.ReloadAsync(Stop);
        Assert.NotSame(before, Catalog.Find("m")!.Latest);
    }

    [Fact]
    public async Task A_model_that_did_not_change_is_not_loaded_again()
    {
        var path = Folder.Put("identity_fp32", "m");
        await Repository.LoadAllAsync(Stop);
        var before = Catalog.Find("m")!.Latest;
        await Repository.ReloadAsync(Stop);
        Assert.Same(before, Catalog.Find("m")!.Latest);

        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        await Repository.ReloadAsync(Stop);
        Assert.Same(before, Catalog.Find("m")!.Latest);
    }

    [Fact]
    public async Task A_model_that_is_deleted_is_taken_away()
    {
        Folder.Put("identity_fp32", "m");
        Folder.Put("identity_fp32", "n");
        await Repository.LoadAllAsync(Stop);
        Directory.Delete(Folder.Of("m"), recursive: true);
        await Repository.ReloadAsync(Stop);
        Assert.Equal("n", Assert.Single(Catalog.Entries).Name);
        await Log.WaitForAsync("'m' version 1 is unloaded");
        Assert.Equal("n", Assert.Single(Repository.Index(readyOnly: false)).Name);
    }

    [Fact]
    public async Task Calls_in_flight_end_well_while_their_model_is_replaced()
    {
        Folder.Put("slow", "m");
        await Repository.LoadAllAsync(Stop);
        var (running, beginning) = (Lease("m"), Lease("m"));
        var call = Task.Run(() => RunSlow(running, 7, LongRun), Stop);
        Folder.Put("identity_fp64", "m");
        await Repository.ReloadAsync(Stop);
        Assert.Equal("FP64", Datatype());
        Assert.DoesNotContain(Log.All, l => l.Contains("is unloaded", StringComparison.Ordinal));
        Assert.Equal(5, RunSlow(beginning, 5, 1));
        Assert.Equal(7, await call);
        await Log.WaitForAsync("'m' version 1 is unloaded");
        Assert.False(running.TryLease());
    }

    [Fact]
    public async Task Calls_in_flight_end_well_while_their_model_is_unloaded()
    {
        Folder.Put("slow", "m");
        await Repository.LoadAllAsync(Stop);
        var (running, beginning) = (Lease("m"), Lease("m"));
        var call = Task.Run(() => RunSlow(running, 7, LongRun), Stop);
        await Repository.UnloadAsync("m", Stop);
        Assert.Equal(ModelState.Unloading, Status("m").State);
        Assert.ThrowsAny<Exception>(() => Lease("m"));
        Assert.Equal(5, RunSlow(beginning, 5, 1));
        Assert.Equal(7, await call);
        await Log.WaitForAsync("'m' version 1 is unloaded");
    }

    [Fact]
    public async Task A_server_that_stops_waits_for_the_calls_in_flight()
    {
        Folder.Put("slow", "m");
        await Repository.LoadAllAsync(Stop);
        var lease = Lease("m");
        var stopping = Repository.DisposeAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        Assert.Equal(5, RunSlow(lease, 5, 1));
        await stopping;
    }

    [Fact]
    public async Task A_server_that_stops_loads_nothing_more()
    {
        Folder.Put("identity_fp32", "m");
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Repository.LoadAllAsync(stopped.Token));
        Assert.False(Repository.InitialLoadDone);
        Assert.Throws<OperationCanceledException>(() => OnnxModel.Load(Folder.Of("m", "1", "model.onnx"), new SessionSettings(1, 1), stopped.Token));
    }

    [Fact]
    public async Task A_model_that_calls_hold_for_too_long_is_told()
    {
        Folder.Put("identity_fp32", "m");
        await Repository.LoadAllAsync(Stop);
        var lease = Lease("m");
        await Repository.UnloadAsync("m", Stop);
        Time.Elapse();
        Assert.StartsWith("Warning: Model 'm' version 1 is to be unloaded, and after 60 s calls still run on it", await Log.WaitForAsync("calls still run"), StringComparison.Ordinal);
        lease.Release();
        await Log.WaitForAsync("'m' version 1 is unloaded");
    }

    [Fact]
    public async Task No_call_fails_while_a_model_is_reloaded_over_and_over()
    {
        Folder.Put("slow", "m");
        await Repository.LoadAllAsync(Stop);
        using var over = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => CallUntil(over.Token), Stop)).ToArray();
        for (var version = 2; version <= 8; version++)
        {
            Folder.Put("slow", "m", version);
            await Repository.ReloadAsync(Stop);
        }

        await over.CancelAsync();
        Assert.All(await Task.WhenAll(callers), calls => Assert.True(calls > 0));
        Assert.Equal(8, Answering("m"));
    }

    private int CallUntil(CancellationToken over)
    {
        var calls = 0;
        do
        {
            Assert.Equal(3, RunSlow(Lease("m"), 3, 1));
            calls++;
        }
        while (!over.IsCancellationRequested);
        return calls;
    }

    private string Datatype() => Catalog.Find("m")!.Latest!.Signature.Inputs[0].DataType.ToString().ToUpperInvariant();
}
