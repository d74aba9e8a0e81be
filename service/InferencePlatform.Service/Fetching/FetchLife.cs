using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Hosting;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Fetching;

/// <summary>One run of a fetch, from its start to its exit code.</summary>
internal sealed class FetchLife(FetchOptions options, ModelUri uri, FetchCredentials credentials, ILoggerFactory loggers)
{
    private const int SignalExitBase = 128;

    private readonly ILogger _logger = loggers.CreateLogger<FetchLife>();

    /// <returns>The exit code.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, the kubelet is told, and the exit code is not 0.")]
    public async Task<int> RunAsync()
    {
        using var signals = new StopSignals();
        using var stop = new CancellationTokenSource();
        using var source = FetchSources.Open(options, uri, credentials);
        var fetch = Task.Run(() => new ModelFetch(options, uri, source, RetryDelays.Usual, _logger).RunAsync(stop.Token));
        if (await Task.WhenAny(fetch, signals.First) != fetch)
        {
            await stop.CancelAsync();
        }

        try
        {
            await fetch;
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Interrupted(await signals.First);
        }
        catch (FetchException e)
        {
            FetchLog.Failed(_logger, e.Failure, e.Message);
            Tell(e.Message);
            return (int)e.Failure;
        }
        catch (Exception e)
        {
            FetchLog.Broken(_logger, e);
            Tell($"The fetch ended by a mistake of its own; its log has more: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    private int Interrupted(PosixSignal signal)
    {
        var reason = $"Told to stop by {signal} before {uri.Text} was whole; nothing of it was kept.";
        FetchLog.Interrupted(_logger, reason);
        Tell(reason);
        return SignalExitBase + (signal == PosixSignal.SIGINT ? 2 : 15);
    }

    private void Tell(string reason)
    {
        if (TerminationMessage.TryWrite(options.TerminationMessagePath, reason) is { } problem)
        {
            FetchLog.TerminationMessageFailed(_logger, problem);
        }
    }
}
