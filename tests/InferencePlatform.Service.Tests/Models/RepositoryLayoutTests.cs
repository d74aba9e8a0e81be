using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>What of a folder is a model, and what is not.</summary>
public sealed class RepositoryLayoutTests : RepositoryTest
{
    [Fact]
    public async Task Every_sample_model_is_ready()
    {
        Open(new ModelRepositoryOptions { Folder = TestFiles.Samples });
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(["digits", "example_model", "example_model_fp32", "iris"], Catalog.Entries.Where(e => e.Latest is not null).Select(e => e.Name));
        Assert.Equal(2, Answering("iris"));
        Assert.True(Repository.InitialLoadDone);
        Assert.Null(Repository.Problem);
        Assert.Contains("Information: 4 of 4 models are ready", Log.All);
    }

    [Fact]
    public async Task Every_good_test_model_is_ready_and_its_cost_is_known()
    {
        Open(new ModelRepositoryOptions { Folder = TestFiles.Models });
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(["optional_out", "sequence_out", "zipmap"], Catalog.Entries.Where(e => e.Latest is null).Select(e => e.Name));
        Assert.All(Catalog.Entries.SelectMany(e => e.Ready), v => Assert.True(v.Cost.Average > TimeSpan.Zero, v.Name));
        Assert.DoesNotContain(Log.All, l => l.Contains("not warmed up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Status_and_log_tell_the_digest_of_what_was_loaded()
    {
        var path = Folder.Put("identity_fp32", "m");
        await Repository.LoadAllAsync(Stop);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path, Stop)));
        Assert.Equal(digest, Status("m").Sha256);
        Assert.Equal(digest, Catalog.Find("m")!.Latest!.Sha256);
        Assert.Contains(Log.All, l => l.Contains($"'m' version 1 is ready: {path}, sha256 {digest}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_hidden_folders_and_folders_that_are_no_versions_are_ignored()
    {
        Folder.Put("identity_fp32", "m");
        Folder.Put("corrupt", ".hidden");
        Folder.Put("corrupt", "lost+found");
        Directory.CreateDirectory(Folder.Of("m", "02"));
        Directory.CreateDirectory(Folder.Of("m", ".3"));
        Directory.CreateDirectory(Folder.Of("m", "assets"));
        await File.WriteAllTextAsync(Folder.Of("README.md"), "read me", Stop);
        await Repository.LoadAllAsync(Stop);
        Assert.Equal([new ModelStatus("m", 1, ModelState.Ready, "") { Sha256 = Status("m").Sha256 }], Repository.Index(readyOnly: false));
    }

    [Fact]
    public async Task A_settings_file_of_Triton_is_ignored_and_the_log_says_so_once()
    {
        Folder.Put("identity_fp32", "m");
        await File.WriteAllTextAsync(Folder.Of("m", "config.pbtxt"), "name: \"m\"", Stop);
        await Repository.LoadAllAsync(Stop);
        await Repository.ReloadAsync(Stop);
        Assert.Single(Log.All, "Information: Model 'm': config.pbtxt is not read; settings go into model.json");
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task A_model_with_its_weights_in_another_file_loads()
    {
        Folder.Put("external_data", "m");
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task A_mounted_ConfigMap_is_read_through_its_links_and_its_update_is_noticed()
    {
        // The kubelet makes each new state a hidden folder and then moves the link ..data onto it.
        Folder.Put("identity_fp32", "..first/m");
        Folder.Put("identity_fp64", "..second/m");
        Directory.CreateSymbolicLink(Folder.Of("..data"), "..first");
        Directory.CreateSymbolicLink(Folder.Of("m"), "..data/m");
        await Repository.LoadAllAsync(Stop);
        var first = Status("m").Sha256;

        Directory.Delete(Folder.Of("..data"));
        Directory.CreateSymbolicLink(Folder.Of("..data"), "..second");
        await Repository.ReloadAsync(Stop);
        Assert.Equal("m", Assert.Single(Catalog.Entries).Name);
        Assert.NotEqual(first, Status("m").Sha256);
    }

    [Fact]
    public async Task A_model_and_its_weights_that_are_links_into_a_store_of_blobs_load()
    {
        var blobs = Folder.Of(".cache");
        Folder.Put("external_data", ".cache");
        Directory.CreateDirectory(Folder.Of("m", "1"));
        foreach (var file in new[] { "model.onnx", "model.onnx.data" })
        {
            File.Move(Path.Combine(blobs, "1", file), Path.Combine(blobs, $"blob-{file.Length}"));
            File.CreateSymbolicLink(Folder.Of("m", "1", file), $"../../.cache/blob-{file.Length}");
        }

        await Repository.LoadAllAsync(Stop);
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task A_missing_repository_is_a_problem_that_is_told_and_goes_when_it_appears()
    {
        var later = Folder.Of("later");
        Open(new ModelRepositoryOptions { Folder = later });
        var changes = 0;
        Repository.Changed += () => changes++;
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"The model repository {later} does not exist; create it, or mount the volume that has it.", Repository.Problem);
        Assert.Equal([new ModelStatus("", 0, ModelState.Failed, Repository.Problem!)], Repository.Index(readyOnly: false));
        Assert.Empty(Repository.Index(readyOnly: true));
        Assert.Contains($"Error: {Repository.Problem}", Log.All);
        Assert.True(Repository.InitialLoadDone);
        Assert.True(changes > 0);

        Folder.Put("identity_fp32", "later/m");
        await Repository.ReloadAsync(Stop);
        Assert.Null(Repository.Problem);
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task A_repository_that_goes_missing_takes_nothing_away_that_serves()
    {
        Folder.Put("identity_fp32", "models/m");
        Open(new ModelRepositoryOptions { Folder = Folder.Of("models") });
        await Repository.LoadAllAsync(Stop);
        Directory.Move(Folder.Of("models"), Folder.Of("elsewhere"));
        await Repository.ReloadAsync(Stop);
        Assert.NotNull(Repository.Problem);
        Assert.Equal(1, Answering("m"));
    }

    [Fact]
    public async Task An_empty_repository_is_a_problem_that_says_where_a_model_goes()
    {
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"The model repository {Folder.Path} has no models; put one there as <model>/<version>/model.onnx.", Repository.Problem);
    }

    [Fact]
    public async Task A_repository_that_is_a_file_is_said_to_be_one()
    {
        var path = Folder.Of("models");
        await File.WriteAllTextAsync(path, "x", Stop);
        Open(new ModelRepositoryOptions { Folder = path });
        await Repository.LoadAllAsync(Stop);
        Assert.StartsWith($"The model repository {path} is a file;", Repository.Problem, StringComparison.Ordinal);
    }
}
