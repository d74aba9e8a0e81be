using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>Clients load and unload models, where they may.</summary>
public sealed class ClientChangeTests : RepositoryTest
{
    [Fact]
    public async Task A_client_loads_a_model_that_came_later()
    {
        await Repository.LoadAllAsync(Stop);
        Folder.Put("identity_fp32", "m");
        await Repository.LoadAsync("m", Stop);
        Assert.Equal(1, Answering("m"));
        Assert.Null(Repository.Problem);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_tells_the_client_why()
    {
        Folder.Put("corrupt", "m");
        var refused = await RefusedAsync(InferenceError.FailedPrecondition, Repository.LoadAsync("m", Stop));
        Assert.StartsWith("Model 'm' cannot be loaded: ONNX Runtime cannot load ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../m")]
    [InlineData("m/1")]
    public async Task A_model_that_does_not_exist_is_not_found_and_the_answer_names_what_exists(string name)
    {
        Folder.Put("identity_fp32", "m");
        Folder.Put("identity_fp32", "n");
        foreach (var change in new[] { Repository.LoadAsync(name, Stop), Repository.UnloadAsync(name, Stop) })
        {
            var refused = await RefusedAsync(InferenceError.NotFound, change);
            Assert.Equal($"There is no model '{name}' in {Folder.Path}; these are there: m, n.", refused.Message);
        }
    }

    [Fact]
    public async Task Where_clients_may_not_change_models_the_answer_names_the_option()
    {
        Folder.Put("identity_fp32", "m");
        Open(new ModelRepositoryOptions { Folder = Folder.Path });
        await Repository.LoadAllAsync(Stop);
        Assert.Contains("--allow-repository-changes", (await RefusedAsync(InferenceError.FailedPrecondition, Repository.LoadAsync("m", Stop))).Message, StringComparison.Ordinal);
        await RefusedAsync(InferenceError.FailedPrecondition, Repository.UnloadAsync("m", Stop));
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task An_unloaded_model_stays_away_until_a_client_loads_it()
    {
        Folder.Put("identity_fp32", "m");
        await Repository.LoadAllAsync(Stop);
        await Repository.UnloadAsync("m", Stop);
        await Log.WaitForAsync("'m' version 1 is unloaded");
        await Repository.ReloadAsync(Stop);
        Assert.Equal(new ModelStatus("m", 1, ModelState.Unloaded, "A client unloaded it; it serves again once it is loaded again."), Status("m"));
        var refused = Assert.Throws<InferenceException>(() => Lease("m"));
        Assert.Equal(InferenceError.Unavailable, refused.Error);

        await Repository.LoadAsync("m", Stop);
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_end_the_load()
    {
        Folder.Put("identity_fp32", "m");
        using var left = new CancellationTokenSource();
        var loading = Repository.LoadAsync("m", left.Token);
        await left.CancelAsync();
        await loading.ContinueWith(_ => { }, TaskScheduler.Default);
        await Log.WaitForAsync("'m' version 1 is ready");
    }

    [Fact]
    public async Task Many_changes_at_once_of_many_models_end_in_what_was_asked_for_last()
    {
        var names = Enumerable.Range(0, 6).Select(i => $"m{i}").ToList();
        names.ForEach(n => Folder.Put("identity_fp32", n));
        await Repository.LoadAllAsync(Stop);
        await Task.WhenAll(names.SelectMany(n => Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? Repository.UnloadAsync(n, Stop) : Repository.LoadAsync(n, Stop))));
        Assert.All(names, n => Assert.Equal(1, Answering(n)));
        Assert.Equal(30, (await Log.WaitForAsync("is unloaded", times: 30)).Count);
    }
}
