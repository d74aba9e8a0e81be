using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>What model.json does, and what it may not say.</summary>
public sealed class ModelSettingsTests : RepositoryTest
{
    [Theory]
    [InlineData("{}", "3")]
    [InlineData("""{"versionPolicy": {"latest": 2}}""", "3 2")]
    [InlineData("""{"versionPolicy": {"specific": [1, 3]}}""", "3 1")]
    [InlineData("""{"versionPolicy": {"all": {}}}""", "3 2 1")]
    public async Task The_version_policy_chooses_what_is_served(string settings, string served)
    {
        PutThree(settings);
        await Repository.LoadAllAsync(Stop);
        var entry = Catalog.Find("m")!;
        Assert.Equal(served, string.Join(' ', entry.Ready.Select(v => v.Version)));
        Assert.Equal(3, Answering("m"));
        Assert.All(entry.Statuses.Where(s => s.State != ModelState.Ready), s =>
        {
            Assert.Equal(ModelState.Unloaded, s.State);
            Assert.Contains("does not choose it", s.Reason, StringComparison.Ordinal);
        });
        Assert.Equal(3, entry.Statuses.Count);
    }

    [Fact]
    public async Task A_version_asked_for_that_does_not_exist_is_named_and_the_others_serve()
    {
        PutThree("""{"versionPolicy": {"specific": [2, 7]}}""");
        await Repository.LoadAllAsync(Stop);
        Assert.Equal($"The version policy asks for version 7, and {Folder.Of("m")} has no such folder; it has 1, 2, 3.", Status("m", 7).Reason);
        Assert.Equal(ModelState.Failed, Status("m", 7).State);
        Assert.Equal(2, Answering("m"));
    }

    [Fact]
    public async Task A_changed_policy_loads_and_unloads_without_a_restart()
    {
        PutThree("{}");
        await Repository.LoadAllAsync(Stop);
        Folder.PutSettings("m", """{"versionPolicy": {"specific": [1]}}""");
        await Repository.ReloadAsync(Stop);
        Assert.Equal(1, Answering("m"));
        await Log.WaitForAsync("'m' version 3 is unloaded");
    }

    [Fact]
    public async Task A_digest_that_fits_lets_the_model_load()
    {
        var path = Folder.Put("identity_fp32", "m");
        var digest = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path, Stop)));
        Folder.PutSettings("m", $$"""{"sha256": {"1": "{{digest}}"}, "threads": 2}""");
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(ModelState.Ready, Status("m").State);
    }

    [Fact]
    public async Task Comments_and_trailing_commas_are_allowed()
    {
        Folder.Put("identity_fp32", "m");
        Folder.PutSettings("m", """
            {
              // two threads are enough
              "threads": 2, /* really */
            }
            """);
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(ModelState.Ready, Status("m").State);
    }

    [Theory]
    [InlineData("", "is empty, 0 bytes")]
    [InlineData("{", "is not JSON:")]
    [InlineData("[]", "the settings are an object of versionPolicy, threads, sha256, warmup, warmupRuns.")]
    [InlineData("""{"thread": 2, "wormup": 1}""", "the settings are an object of versionPolicy, threads, sha256, warmup, warmupRuns; it has 'thread', 'wormup'.")]
    [InlineData("""{"threads": 0}""", "'threads' is 0; it is a whole number from 1 to 1024.")]
    [InlineData("""{"threads": "2"}""", "'threads' is \"2\"; it is a whole number from 1 to 1024.")]
    [InlineData("""{"warmupRuns": 1001}""", "'warmupRuns' is 1001; it is a whole number from 0 to 1000.")]
    [InlineData("""{"versionPolicy": {}}""", "'versionPolicy' is one of {\"latest\": n}, {\"specific\": [1, 3]} and {\"all\": {}}.")]
    [InlineData("""{"versionPolicy": {"newest": 1}}""", "'versionPolicy' is an object of latest, specific, all; it has 'newest'.")]
    [InlineData("""{"versionPolicy": {"latest": 0}}""", "'latest' is 0; it is a whole number from 1 to 2147483647.")]
    [InlineData("""{"versionPolicy": {"specific": []}}""", "'specific' is a list of one or more versions, such as [1, 3].")]
    [InlineData("""{"versionPolicy": {"specific": [0]}}""", "'specific' is a list of one or more versions, such as [1, 3].")]
    [InlineData("""{"sha256": "abc"}""", "'sha256' gives versions their digests, such as {\"1\": \"<64 hex digits>\"}.")]
    [InlineData("""{"sha256": {"1": "abc"}}""", "'sha256' gives versions their digests, such as {\"1\": \"<64 hex digits>\"}.")]
    [InlineData("""{"warmup": "../secrets.json"}""", "'warmup' names the file '../secrets.json'; it must lie beside model.json, so it is a name without folders.")]
    [InlineData("""{"warmup": "samples.json"}""", "samples.json does not exist; its folder has")]
    [InlineData("""{"warmup": 3}""", "samples are a list of at most 256 inference requests")]
    [InlineData("""{"warmup": [{}]}""", "sample 1: it has no list 'inputs'.")]
    [InlineData("""{"warmup": [{"inputs": [{"name": "x"}]}]}""", "sample 1: input 'x' needs a 'datatype', one of BOOL,")]
    [InlineData("""{"warmup": [{"inputs": [{"name": "x", "datatype": "FP32", "shape": [-1], "data": []}]}]}""", "sample 1: input 'x' needs a 'shape', a list of lengths.")]
    [InlineData("""{"warmup": [{"inputs": [{"name": "x", "datatype": "UINT8", "shape": [1], "data": [256]}]}]}""", "sample 1: input 'x': 256 is no UINT8.")]
    [InlineData("""{"warmup": [{"inputs": [{"name": "x", "datatype": "FP32", "shape": [1], "data": ["1"]}]}]}""", "sample 1: input 'x': \"1\" is no FP32.")]
    public async Task Settings_that_cannot_be_used_keep_the_model_out_and_say_why(string settings, string words)
    {
        Folder.Put("identity_fp32", "m");
        Folder.PutSettings("m", settings);
        await Repository.LoadAllAsync(Stop);
        var status = Status("m", 0);
        Assert.Equal(ModelState.Failed, status.State);
        Assert.StartsWith(Folder.Of("m"), status.Reason, StringComparison.Ordinal);
        Assert.Contains(words, status.Reason, StringComparison.Ordinal);
        Assert.Contains($"Error: Model 'm' cannot be served: {status.Reason}", Log.All);
    }

    [Fact]
    public async Task Settings_that_become_wrong_leave_the_model_serving_and_are_told()
    {
        Folder.Put("identity_fp32", "m");
        await Repository.LoadAllAsync(Stop);
        Folder.PutSettings("m", """{"nonsense": 1}""");
        await Repository.ReloadAsync(Stop);
        Assert.Equal(1, Answering("m"));
        Assert.Contains("'nonsense'", Status("m").Reason, StringComparison.Ordinal);

        File.Delete(Folder.Of("m", "model.json"));
        await Repository.ReloadAsync(Stop);
        Assert.Equal("", Status("m").Reason);
    }

    private void PutThree(string settings)
    {
        Folder.Put("identity_fp32", "m", 1);
        Folder.Put("identity_fp64", "m", 2);
        Folder.Put("identity_int32", "m", 3);
        Folder.PutSettings("m", settings);
    }
}
