using System.Diagnostics;
using InferencePlatform.Local.Nodes.Processes;

namespace InferencePlatform.Local.Tests.Nodes;

public sealed class ProcessLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inference-platform-ledger-").FullName;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Processes_of_an_earlier_platform_are_ended()
    {
        using var orphan = Process.Start("sleep", "1000");
        new ProcessLedger(_folder).Add(orphan.Id);

        var ended = await new ProcessLedger(_folder).EndOrphansAsync(TestContext.Current.CancellationToken);

        Assert.Equal([orphan.Id], ended);
        await orphan.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(137, orphan.ExitCode);
    }

    [Fact]
    public async Task A_stranger_that_got_the_number_is_left_alone()
    {
        using var stranger = Process.Start("sleep", "1000");
        try
        {
            var ledger = new ProcessLedger(_folder);
            ledger.Add(stranger.Id);
            var file = Assert.Single(Directory.GetFiles(_folder));
            var identity = ProcessIdentity.Of(stranger.Id)!;
            await File.WriteAllTextAsync(file, System.Text.Json.JsonSerializer.Serialize(identity with { StartTime = identity.StartTime - 1 }), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(_folder, "torn.json"), "{\"Pi", TestContext.Current.CancellationToken);

            Assert.Empty(await ledger.EndOrphansAsync(TestContext.Current.CancellationToken));
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_process_has_a_session_of_its_own()
    {
        using var starter = new ProcessStarter();
        using var process = await starter.StartAsync("/bin/sh", ["-c", "echo $$; sleep 1000"], new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, _folder);
        var pid = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        // A session and process group of its own, under the very number that was started.
        Assert.Equal(process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), pid);
        var stat = (await File.ReadAllTextAsync($"/proc/{pid}/stat", TestContext.Current.CancellationToken)).Split(") ")[1].Split(' ');
        Assert.Equal((pid, pid), (stat[2], stat[3]));

        Posix.SignalGroup(process.Id, Posix.Kill);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
