using System.Diagnostics;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Hosting;

/// <summary>One run of the server, from its start to the signal that ends it.</summary>
internal sealed class ServerLife(ServerOptions options, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<ServerLife>();

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        using var signals = new StopSignals();
        await using var server = new InferenceServer(options, loggers);
        using var reload = ReloadSignal.Register(server);
        try
        {
            await server.StartAsync(CancellationToken.None);
        }
        catch (ServerStartException e)
        {
            return Fail(e.Message);
        }

        ServerEvents.Listening(_logger, options.Host, server.GrpcPort, server.HttpPort, server.ManagementPort);
        if (await Task.WhenAny(server.Loaded, signals.First) == server.Loaded)
        {
            await server.Loaded;
            if (FailureOfTheOnlyModel(server) is { } reason)
            {
                return Fail(reason);
            }

            TellReadiness(server);
        }

        var signal = await signals.First;
        ServerEvents.Stopping(_logger, signal, options.DrainDelay, options.RequestTimeout);
        await server.StopAsync();
        ServerEvents.Stopped(_logger);
        return ExitCodes.Ok;
    }

    /// <summary>A server of one model that cannot have it ends, so that the kubelet and who watches it see why.</summary>
    private string? FailureOfTheOnlyModel(InferenceServer server)
    {
        if (options.ModelPath is null || server.Catalog.Entries.Any(m => m.Latest is not null))
        {
            return null;
        }

        var failed = server.Catalog.Entries.SelectMany(m => m.Statuses).FirstOrDefault(s => s.State == ModelState.Failed);
        return failed?.Reason ?? server.Repository.Problem ?? server.Readiness.Reason;
    }

    private void TellReadiness(InferenceServer server)
    {
        if (server.Readiness.IsReady)
        {
            using var process = Process.GetCurrentProcess();
            var took = DateTime.Now - process.StartTime;
            var models = string.Join(", ", server.Catalog.Entries.SelectMany(m => m.Ready).Select(v => $"{v.Name}/{v.VersionText}"));
            ServerEvents.Ready(_logger, (long)took.TotalMilliseconds, models);
        }
        else
        {
            ServerEvents.NotReady(_logger, server.Readiness.Reason);
        }
    }

    private int Fail(string reason)
    {
        ServerEvents.StartFailed(_logger, reason);
        if (TerminationMessage.TryWrite(options.TerminationMessagePath, reason) is { } problem)
        {
            ServerEvents.TerminationMessageFailed(_logger, problem);
        }

        return ExitCodes.Failed;
    }
}
