using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Fetching.Rig;

namespace InferencePlatform.Service.Tests.Fetching;

public sealed class LimitTests : IDisposable
{
    private readonly FetchRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_of_just_the_limit_is_taken()
    {
        await using var server = ScriptedServer.Of(Answers.Whole());

        Assert.Equal(16, (await _rig.FetchAsync(server.FileUri, o => o with { MaxSize = 16 })).SizeBytes);
    }

    [Fact]
    public async Task A_file_announced_as_larger_is_refused_before_it_is_read()
    {
        await using var server = ScriptedServer.Of(Answers.Announced(1_000_000, ""));

        var failure = await _rig.FailAsync(server.FileUri, o => o with { MaxSize = 16 });

        Assert.Equal(FetchFailure.OverLimit, failure.Failure);
        Assert.Equal($"{server.FileUri} has 1000000 bytes, and --max-size allows 16; raise it if that is the right model.", failure.Message);
    }

    [Fact]
    public async Task A_file_that_turns_out_larger_is_given_up_at_the_limit()
    {
        await using var server = new ScriptedServer(async (_, stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync("4\r\nabcd\r\n"u8.ToArray(), stop);
            }
        });

        var failure = await _rig.FailAsync(server.FileUri, o => o with { MaxSize = 17 });

        Assert.Equal($"{server.FileUri} has more than the 17 bytes that --max-size allows; raise it if that is the right model.", failure.Message);
    }

    [Fact]
    public async Task A_file_larger_than_the_disk_is_refused_before_it_is_read()
    {
        await using var server = ScriptedServer.Of(Answers.Announced(int.MaxValue, "").Replace("2147483647", "8000000000000", StringComparison.Ordinal));

        var failure = await _rig.FailAsync(server.FileUri, o => o with { MaxSize = 1L << 44 });

        Assert.Equal(FetchFailure.TargetFailed, failure.Failure);
        Assert.Matches($"^The disk of {_rig.Target} has too little space: 8000000000000 bytes more are needed, [0-9]+ are free\\.", failure.Message);
    }

    [Fact]
    public async Task All_files_of_a_folder_count_together()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_rig.Beside, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "model.onnx"), "0123456789", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "model.onnx.data"), "0123456789", TestContext.Current.CancellationToken);

        Assert.Contains("has 20 bytes, and --max-size allows 19", (await _rig.FailAsync($"file://{folder}/", o => o with { MaxSize = 19 })).Message, StringComparison.Ordinal);
        Assert.Equal(2, (await _rig.FetchAsync($"file://{folder}/", o => o with { MaxSize = 20 })).Files.Count);
    }

    [Fact]
    public async Task A_folder_has_a_thousand_files_at_most()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_rig.Beside, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "model.onnx"), "m", TestContext.Current.CancellationToken);
        for (var i = 1; i < 1000; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"weights-{i}"), "", TestContext.Current.CancellationToken);
        }

        Assert.Equal(1000, (await _rig.FetchAsync($"file://{folder}/")).Files.Count);

        await File.WriteAllTextAsync(Path.Combine(folder, "one-more"), "", TestContext.Current.CancellationToken);
        var failure = await _rig.FailAsync($"file://{folder}/", o => o with { Sha256 = new string('0', 64) });
        Assert.Equal((FetchFailure.OverLimit, $"file://{folder}/ has more than 1000 files, the limit of one model; name a folder that has only the model."), (failure.Failure, failure.Message));
    }

    [Fact]
    public void Waits_double_up_to_half_a_minute_with_half_of_it_by_chance()
    {
        var shortest = new RetryDelays(TimeSpan.FromSeconds(1), () => 0);
        var longest = new RetryDelays(TimeSpan.FromSeconds(1), () => 1);

        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15], Enumerable.Range(1, 7).Select(n => shortest.Next(n, null).TotalSeconds));
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(1, 7).Select(n => longest.Next(n, null).TotalSeconds));
        Assert.Equal(15, shortest.Next(int.MaxValue, null).TotalSeconds);
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0.5, 1)]
    [InlineData(7, 7)]
    [InlineData(1e6, 120)]
    public void A_source_may_ask_for_more_patience_within_bounds(double asked, double waited) =>
        Assert.Equal(waited, new RetryDelays(TimeSpan.FromSeconds(1), () => 1).Next(1, TimeSpan.FromSeconds(asked)).TotalSeconds);

    [Fact]
    public async Task What_a_server_asks_to_wait_is_heard()
    {
        await using var server = ScriptedServer.Of(Answers.Status("503 Service Unavailable", "Retry-After: 1\r\n"), Answers.Whole());

        await _rig.FetchAsync(server.FileUri);

        Assert.Contains(_rig.Log.All, l => l.EndsWith("another attempt in 1 s", StringComparison.Ordinal));
    }
}
