using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>A model is ready only after it has run.</summary>
public sealed class WarmUpTests : RepositoryTest
{
    [Fact]
    public async Task Given_samples_of_every_kind_run()
    {
        Folder.Put("mixed_types", "m");
        Folder.PutSettings("m", """
            {"warmup": [{"id": "1", "inputs": [
              {"name": "n", "datatype": "INT32", "shape": [2], "data": [1, -2]},
              {"name": "s", "datatype": "BYTES", "shape": [2], "data": ["", "größe"]},
              {"name": "f", "datatype": "FP64", "shape": [2, 3], "data": [[1, 2, 3], [4, 5, 6.5]]}]}]}
            """);
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(ModelState.Ready, Status("m").State);
        Assert.True(Catalog.Find("m")!.Latest!.Cost.Average > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("bool", "true")]
    [InlineData("uint8", "255")]
    [InlineData("uint16", "65535")]
    [InlineData("uint32", "4294967295")]
    [InlineData("uint64", "18446744073709551615")]
    [InlineData("int8", "-128")]
    [InlineData("int16", "-32768")]
    [InlineData("int32", "-2147483648")]
    [InlineData("int64", "-9223372036854775808")]
    [InlineData("fp16", "0.5")]
    [InlineData("bf16", "0.5")]
    [InlineData("fp32", "1e30")]
    [InlineData("fp64", "1e300")]
    [InlineData("bytes", "\"text\"")]
    public async Task A_sample_of_each_datatype_runs(string type, string element)
    {
        Folder.Put($"identity_{type}", "m");
        Folder.PutSettings("m", $$$"""{"warmup": {"inputs": [{"name": "x", "datatype": "{{{type.ToUpperInvariant()}}}", "shape": [1, 2], "data": [[{{{element}}}, {{{element}}}]]}]}}""");
        await Repository.LoadAllAsync(Stop);
        Assert.Equal("", Status("m").Reason);
    }

    [Fact]
    public async Task Samples_may_lie_in_a_file_beside_the_settings()
    {
        Folder.Put("fails_at_run", "m");
        Folder.PutSettings("m", """{"warmup": "samples.json", "warmupRuns": 1}""");
        await File.WriteAllTextAsync(Folder.Of("m", "samples.json"), Sample(1), Stop);
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(ModelState.Ready, Status("m").State);
    }

    [Fact]
    public async Task A_given_sample_that_fails_keeps_the_model_out_and_is_named()
    {
        Folder.Put("fails_at_run", "m");
        Folder.PutSettings("m", $$"""{"warmup": [{{Sample(1)}}, {{Sample(7)}}]}""");
        await Repository.LoadAllAsync(Stop);
        Assert.Equal(ModelState.Failed, Status("m").State);
        Assert.StartsWith("Warm-up sample 2 of 2 did not run: Non-zero status code returned while running Gather node.", Status("m").Reason, StringComparison.Ordinal);
        Assert.Throws<InferencePlatform.Service.Inference.InferenceException>(() => Lease("m"));
    }

    [Fact]
    public async Task A_given_sample_that_does_not_fit_the_model_says_what_does()
    {
        Folder.Put("identity_fp32", "m");
        Folder.PutSettings("m", $$"""{"warmup": [{{Sample(1)}}]}""");
        await Repository.LoadAllAsync(Stop);
        Assert.Equal("Warm-up sample 1 of 1 did not run: The model has no input 'i'; it takes x FP32 [-1,-1].", Status("m").Reason);
    }

    [Fact]
    public async Task A_warm_up_that_takes_too_long_is_stopped_and_keeps_a_model_with_samples_out()
    {
        Folder.Put("slow", "m");
        Folder.PutSettings("m", """
            {"warmup": [{"inputs": [
              {"name": "x", "datatype": "FP32", "shape": [1], "data": [1]},
              {"name": "iterations", "datatype": "INT64", "shape": [1], "data": [1000000000]}]}]}
            """);
        await using var repository = Impatient(TimeSpan.FromMilliseconds(50));
        await repository.LoadAllAsync(Stop);
        Assert.Equal("Warm-up sample 1 of 1 did not run: warm-up took longer than 0.05 s.", Status("m").Reason);
    }

    [Fact]
    public async Task Made_up_inputs_that_do_not_run_are_told_and_the_model_is_ready()
    {
        Folder.Put("identity_fp32", "m");
        await using var repository = Impatient(TimeSpan.Zero);
        await repository.LoadAllAsync(Stop);
        Assert.Equal(ModelState.Ready, Status("m").State);
        Assert.Contains(Log.All, l => l.StartsWith("Information: Model 'm' version 1 was not warmed up", StringComparison.Ordinal));
    }

    private ModelRepository Impatient(TimeSpan limit) =>
        new(new ModelRepositoryOptions { Folder = Folder.Path, WarmupTimeout = limit }, Catalog, TimeProvider.System, Log);

    private static string Sample(int i) => $$"""{"inputs": [{"name": "i", "datatype": "INT64", "shape": [1], "data": [{{i}}]}]}""";
}
