namespace InferencePlatform.Service.Tests.Hosting;

/// <summary>A server that may open only a few files, which every connection is one of.</summary>
public sealed class FewFilesTests
{
    [Fact]
    public async Task That_the_limit_leaves_fewer_connections_is_said()
    {
        await using var program = ServerProgram.Start(300, $"--repository={TestFiles.Samples}", "--max-connections=15");

        var message = (await program.WaitForAsync("ConnectionsLimited")).GetProperty("message").GetString();

        Assert.Equal("This process may open 300 files, which leaves 14 connections to each port instead of max-connections = 15; raise the limit (ulimit -n, or LimitNOFILE= in systemd), or lower max-connections", message);
    }
}
