using InferencePlatform.Local.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Local.Tests.Platform;

/// <summary>A platform in this process, with the server of this build, and its state in a folder that goes with it.</summary>
internal sealed class LocalPlatform : IAsyncDisposable
{
    private LocalPlatform(string folder, Hosting.Platform platform)
    {
        Folder = folder;
        Platform = platform;
        Cluster = new Cluster(platform.Client);
    }

    /// <summary>The state folder.</summary>
    public string Folder { get; }

    public Hosting.Platform Platform { get; }

    public Cluster Cluster { get; }

    public static async Task<LocalPlatform> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("inference-platform-").FullName;
        var options = new PlatformOptions { StateFolder = folder, Images = PlatformOptions.ServerImages(Programs.Server) };
        return new(folder, await Hosting.Platform.StartAsync(options, NullLoggerFactory.Instance, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Platform.StopAsync(now.Token);
        await Platform.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
