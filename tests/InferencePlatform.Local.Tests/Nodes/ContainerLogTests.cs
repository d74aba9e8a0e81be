using System.Text;
using InferencePlatform.Local.Nodes.Logs;

namespace InferencePlatform.Local.Tests.Nodes;

public sealed class ContainerLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inference-platform-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_keeps_two_files_and_no_more_bytes_than_that()
    {
        using var log = new ContainerLog(Path.Combine(_folder, "0.log"), TimeProvider.System, maxBytes: 1000);
        for (var i = 0; i < 200; i++)
        {
            log.Write("stdout", $"line {i}", isWhole: true);
        }

        var files = Directory.GetFiles(_folder);
        Assert.Equal(2, files.Length);
        Assert.All(files, f => Assert.True(new FileInfo(f).Length <= 1000));
        Assert.Equal("line 199", LogReader.Read(log.Path).Last().Text);
        Assert.Equal(["line 198", "line 199"], LogReader.Tail(log.Path, 2).Select(e => e.Text));
        Assert.Empty(LogReader.Tail(log.Path, 0));
    }

    [Fact]
    public async Task A_line_without_end_is_cut_into_pieces_and_one_cut_off_is_kept()
    {
        using var log = new ContainerLog(Path.Combine(_folder, "0.log"), TimeProvider.System);
        var text = "first\n" + new string('x', LogPump.MaxLineBytes + 10) + "\nlast";

        await LogPump.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "stdout", log);

        Assert.Equal(
            [("first", true), (new string('x', LogPump.MaxLineBytes), false), (new string('x', 10), true), ("last", true)],
            LogReader.Read(log.Path).Select(e => (e.Text, e.IsWhole)));
    }

    [Fact]
    public async Task A_reader_follows_through_a_rotation_to_the_end()
    {
        var log = new ContainerLog(Path.Combine(_folder, "0.log"), TimeProvider.System, maxBytes: 400);
        log.Write("stdout", "line 0", isWhole: true);
        var read = new List<string>();
        var more = new SemaphoreSlim(0);
        var reading = Task.Run(
            async () =>
            {
                await foreach (var entry in LogReader.FollowAsync(log, 0, TestContext.Current.CancellationToken))
                {
                    read.Add(entry.Text);
                    more.Release();
                }
            },
            TestContext.Current.CancellationToken);

        for (var i = 1; i <= 30; i++)
        {
            await more.WaitAsync(TestContext.Current.CancellationToken);
            log.Write("stdout", $"line {i}", isWhole: true);
        }

        await more.WaitAsync(TestContext.Current.CancellationToken);
        log.Dispose();
        await reading.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.True(log.Rotations > 0);
        Assert.Equal(Enumerable.Range(0, 31).Select(i => $"line {i}"), read);
    }
}
