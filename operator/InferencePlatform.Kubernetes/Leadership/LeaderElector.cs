using InferencePlatform.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Leadership;

/// <summary>
/// Lets one of several processes work at a time. Errors while renewing are survived until the renew deadline; then the
/// work is cancelled before another process may begin. At shutdown the lease is given back, once the work has ended.
/// </summary>
public sealed class LeaderElector
{
    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LeaseLock _lock;
    private volatile bool _leads;

    public LeaderElector(IKubernetesClient client, LeaderElectionOptions options, ILogger<LeaderElector> logger)
    {
        _options = options.Checked();
        _time = options.TimeProvider;
        _logger = logger;
        _lock = new LeaseLock(client, options);
    }

    /// <summary>The lease's name, for metrics.</summary>
    public string Name => _options.LeaseName;

    /// <summary>Whether this process leads now.</summary>
    public bool IsLeader => _leads;

    /// <summary>
    /// Runs <paramref name="whileLeading"/> whenever this process leads, until <paramref name="cancellationToken"/> is cancelled
    /// or the work ends by itself, which gives the lease back too. The work's own exception is thrown on.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> whileLeading, CancellationToken cancellationToken)
    {
        var goOn = true;
        while (goOn && await AcquireAsync(cancellationToken) is { } since)
        {
            goOn = await LeadAsync(since, whileLeading, cancellationToken);
        }
    }

    /// <summary>Waits for the lease; when it was asked for, null when cancelled.</summary>
    private async Task<long?> AcquireAsync(CancellationToken cancellationToken)
    {
        string? told = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var asked = _time.GetTimestamp();
                if (await _lock.TryTakeAsync(cancellationToken))
                {
                    return asked;
                }

                if (_lock.Holder != told)
                {
                    told = _lock.Holder;
                    LeadershipLog.Waiting(_logger, Name, told ?? "nobody");
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LeadershipLog.CannotAsk(_logger, Name, e.Message);
            }

#pragma warning disable CA5394 // Chance, so that candidates do not ask all at once.
            await Task.Delay(_options.RetryPeriod * (1 + Random.Shared.NextDouble()), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore CA5394
        }

        return null;
    }

    /// <summary>Works for one term; false where no other is to follow.</summary>
    private async Task<bool> LeadAsync(long since, Func<CancellationToken, Task> whileLeading, CancellationToken cancellationToken)
    {
        LeadershipLog.Leads(_logger, Name, _options.Identity);
        _leads = true;
        using var term = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var workEnded = new CancellationTokenSource();
        var work = Task.Run(() => whileLeading(term.Token), CancellationToken.None);
        var holding = HoldAsync(since, workEnded.Token);
        var lost = await Task.WhenAny(work, holding) == holding;
        if (lost)
        {
            LeadershipLog.Lost(_logger, Name, _lock.Holder ?? "nobody");
            await term.CancelAsync();
        }

        try
        {
            await work;
            return lost;
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            return lost;
        }
        finally
        {
            _leads = false;
            await workEnded.CancelAsync();
            if (await holding)
            {
                await ReleaseAsync();
            }
        }
    }

    /// <summary>Renews the lease until the work has ended; whether it is held then. It goes on while the work takes its time to stop.</summary>
    private async Task<bool> HoldAsync(long renewed, CancellationToken workEnded)
    {
        while (true)
        {
            await Task.Delay(_options.RetryPeriod, _time, workEnded).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var left = _options.RenewDeadline - _time.GetElapsedTime(renewed);
            if (workEnded.IsCancellationRequested || left <= TimeSpan.Zero)
            {
                return left > TimeSpan.Zero;
            }

            using var deadline = new CancellationTokenSource(left, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, workEnded);
            try
            {
                var asked = _time.GetTimestamp();
                if (await _lock.TryTakeAsync(either.Token))
                {
                    renewed = asked;
                }
                else if (_lock.Holder != _options.Identity)
                {
                    return false;
                }
            }
            catch (Exception e) when (!workEnded.IsCancellationRequested)
            {
                LeadershipLog.CannotRenew(_logger, Name, _options.RenewDeadline - _time.GetElapsedTime(renewed), e.Message);
            }
            catch (OperationCanceledException)
            {
                // The loop sees that the work has ended.
            }
        }
    }

    private async Task ReleaseAsync()
    {
        using var patience = new CancellationTokenSource(_options.RenewDeadline, _time);
        try
        {
            await _lock.ReleaseAsync(patience.Token);
            LeadershipLog.Released(_logger, Name);
        }
        catch (Exception e)
        {
            LeadershipLog.CannotRelease(_logger, Name, e.Message);
        }
    }
}
