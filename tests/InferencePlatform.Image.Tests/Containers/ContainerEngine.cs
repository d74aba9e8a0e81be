namespace InferencePlatform.Image.Tests.Containers;

/// <summary>A container engine of this machine, or one started for the tests and ended with them.</summary>
internal sealed class ContainerEngine : IAsyncDisposable
{
    private const string Script = "build/container-engine.sh";

    private readonly string _host;

    private ContainerEngine(string host) => _host = host;

    /// <summary>Skips the test, and says why, where there is none.</summary>
    public static async Task<ContainerEngine> StartAsync()
    {
        var (code, output, errors) = await Shell.TryAsync(Script);
        Assert.SkipUnless(code == 0, errors.Trim());
        return new(output.Trim());
    }

    /// <summary>What docker printed, on both its outputs: a container's log is on either.</summary>
    public async Task<(int Code, string Output)> TryAsync(params IEnumerable<string> arguments)
    {
        string[] client = File.Exists("/usr/local/bin/docker") || File.Exists("/usr/bin/docker") ? ["docker"] : [".tools/docker/run", "docker"];
        var (code, output, errors) = await Shell.TryAsync("env", [$"DOCKER_HOST={_host}", .. client, .. arguments]);
        return (code, output + errors);
    }

    public async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        var (code, output) = await TryAsync(arguments);
        Assert.True(code == 0, $"docker {string.Join(' ', arguments)} ended with {code}: {output}");
        return output.Trim();
    }

    public async ValueTask DisposeAsync() => await Shell.TryAsync(Script, "stop");
}
