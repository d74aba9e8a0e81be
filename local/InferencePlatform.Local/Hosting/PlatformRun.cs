using System.Diagnostics;
using InferencePlatform.Operator.Api.V1Alpha1;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Hosting;

/// <summary>One run of the platform from a terminal: what it says and how it ends.</summary>
/// <param name="options">How it is set up.</param>
/// <param name="manifests">What is applied at the start.</param>
/// <param name="patience">What the models among them may take.</param>
/// <param name="then">A command that is run once they are ready.</param>
internal sealed class PlatformRun(PlatformOptions options, IReadOnlyList<string> manifests, TimeSpan patience, IReadOnlyList<string> then)
{
    private const int Failed = 1;

    public async Task<int> RunAsync(TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Requested, cancellationToken);
        try
        {
            var objects = Manifests.Read(manifests);
            await using var platform = await StartAsync(output, stop.Token);
            var code = await ServeAsync(platform.Platform, objects, platform.Loggers, output, error, stop.Token);
            await output.WriteLineAsync("Ending the pods, each in its own time; Ctrl-C again ends them at once.");
            await platform.Platform.StopAsync(signals.Now);
            await output.WriteLineAsync("The platform has stopped; its state stays in " + options.StateFolder + ".");
            return code;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (PlatformException e)
        {
            await error.WriteLineAsync("inference-platform: " + e.Message);
            return Failed;
        }
    }

    private async Task<Started> StartAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var server = options.Images.Programs.Values.First();
        if (!File.Exists(server))
        {
            throw new PlatformException($"The server's program {server} is not there; build it by make publish, or say where it is by --server-binary.");
        }

        // A second platform is refused before it writes anything into the first one's log.
        StateFolder.Prepare(options.StateFolder);
        var log = Path.Combine(options.StateFolder, "platform.log");
        var loggers = LoggerFactory.Create(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddProvider(new FileLog(log, options.Time)));
        var platform = await Platform.StartAsync(options with { Notify = text => output.WriteLine("  " + text) }, loggers, cancellationToken);
        await output.WriteLineAsync($"The platform is up; its log is {log}");
        await output.WriteLineAsync($"  export KUBECONFIG={platform.KubeconfigPath}");
        return new(platform, loggers);
    }

    private async Task<int> ServeAsync(
        Platform platform, IReadOnlyList<ManifestObject> objects, ILoggerFactory loggers, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await Manifests.ApplyAsync(platform.Client, objects, cancellationToken);
            var models = await ModelProgress.WaitAsync(platform.Client, keys, patience, output, loggers, cancellationToken);
            if (then.Count > 0 && await RunThenAsync(models, platform.KubeconfigPath, cancellationToken) is not 0 and var code)
            {
                await error.WriteLineAsync($"inference-platform: {then[0]} ended with {code}.");
                return Failed;
            }

            await FailedAsync(platform, cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (PlatformException e)
        {
            await error.WriteLineAsync("inference-platform: " + e.Message);
            return Failed;
        }
    }

    /// <summary>Stays until it is told to end, which is no failure, or until a part of the platform has failed.</summary>
    private static async Task FailedAsync(Platform platform, CancellationToken cancellationToken)
    {
        var failed = platform.Failed;
        await failed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (failed.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException($"A part of the platform has failed: {failed.Exception?.InnerException?.Message ?? "it ended by itself."}", failed.Exception);
        }
    }

    private async Task<int> RunThenAsync(IReadOnlyList<InferenceModel> models, string kubeconfig, CancellationToken cancellationToken)
    {
        var addresses = models.Select(m => $"{m.Metadata.Name}={m.Status?.Endpoint?.Grpc}");
        var command = new ProcessStartInfo(then[0], [.. then.Skip(1), .. addresses]);
        command.Environment["KUBECONFIG"] = kubeconfig;
        using var process = Start(command);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo command)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PlatformException($"{command.FileName} cannot be started: {e.Message}.", e);
        }
    }

    private sealed record Started(Platform Platform, ILoggerFactory Loggers) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Platform.DisposeAsync();
            Loggers.Dispose();
        }
    }
}
