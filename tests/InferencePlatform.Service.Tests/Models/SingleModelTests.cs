using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>A server of one model file.</summary>
public sealed class SingleModelTests : RepositoryTest
{
    [Fact]
    public async Task The_file_is_served_under_the_name_and_version_given()
    {
        Open(Single(Folder.Put("identity_fp32", "x")));
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(4, Answering("digits"));
        Assert.Equal(4, Answering("digits", "4"));
        Assert.Equal("digits", Assert.Single(Catalog.Entries).Name);
        Assert.Null(Repository.Problem);
    }

    [Fact]
    public async Task A_wrong_digest_is_the_models_only_status()
    {
        Open(Single(Folder.Put("identity_fp32", "x"), sha256: new string('0', 64)));
        await Repository.LoadAllAsync(Stop);
        var status = Catalog.Entries.Single().Statuses.Single();
        Assert.Equal((4, ModelState.Failed), (status.Version, status.State));
        Assert.Contains($"{new string('0', 64)} was asked for", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named_and_can_come_later()
    {
        Open(Single(Folder.Of("x", "1", "model.onnx")));
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"{Folder.Of("x", "1", "model.onnx")} does not exist; its folder does not either.", Status("digits", 4).Reason);
        Folder.Put("identity_fp32", "x");
        await Repository.LoadAsync("digits", Stop);
        Assert.Equal(4, Answering("digits"));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(7, "Warm-up sample 1 of 1 did not run: ")]
    public async Task Warm_up_samples_come_from_a_file(int index, string reason)
    {
        var samples = Folder.Of("samples.json");
        await File.WriteAllTextAsync(samples, $$"""[{"inputs": [{"name": "i", "datatype": "INT64", "shape": [1], "data": [{{index}}]}]}]""", Stop);
        Open(Single(Folder.Put("fails_at_run", "x"), samples: samples));
        await Repository.LoadAllAsync(Stop);
        Assert.StartsWith(reason, Status("digits", 4).Reason, StringComparison.Ordinal);
        Assert.Equal(reason.Length == 0, Catalog.Find("digits")!.Latest is not null);
    }

    [Fact]
    public async Task A_samples_file_that_cannot_be_used_is_named()
    {
        Open(Single(Folder.Put("identity_fp32", "x"), samples: Folder.Of("gone.json")));
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"{Folder.Of("gone.json")} does not exist; its folder has x.", Catalog.Entries.Single().Statuses.Single().Reason);
    }

    private static ModelRepositoryOptions Single(string path, string? sha256 = null, string? samples = null) => new()
    {
        Single = new SingleModelOptions("digits", 4, path) { Sha256 = sha256, WarmupSamples = samples },
        AllowChanges = true,
    };
}
