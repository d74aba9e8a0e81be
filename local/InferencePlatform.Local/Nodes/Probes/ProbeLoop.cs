using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Probes;

/// <summary>Asks one probe of one container again and again.</summary>
internal sealed class ProbeLoop(Probe probe, ProbeClient client, TimeProvider time)
{
    /// <summary>
    /// How often a container that has never answered well is asked. Asking sooner than the period finds it ready sooner;
    /// failures count once a period all the same.
    /// </summary>
    public static readonly TimeSpan FirstPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs until the token ends it.</summary>
    /// <param name="onAnswer">Gets the verdict with every failure that counts and with every change of it; false ends the loop.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<bool?, ProbeResult, bool> onAnswer, CancellationToken cancellationToken)
    {
        var settings = ProbeSettings.Of(probe);
        var counter = new ProbeCounter(settings);
        await Task.Delay(settings.InitialDelay, time, cancellationToken);
        var eager = settings.Period < FirstPeriod ? settings.Period : FirstPeriod;
        var counted = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            var result = await client.AskAsync(probe, settings.Timeout, cancellationToken);
            var counts = result.Success || counter.Verdict is not null || time.GetElapsedTime(counted) >= settings.Period;
            if (counts)
            {
                counted = time.GetTimestamp();
                if ((counter.Count(result.Success) || !result.Success) && !onAnswer(counter.Verdict, result))
                {
                    return;
                }
            }

            await Task.Delay(counter.Verdict is null ? eager : settings.Period, time, cancellationToken);
        }
    }
}
