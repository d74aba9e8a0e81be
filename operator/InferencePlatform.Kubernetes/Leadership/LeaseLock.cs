using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Leadership;

/// <summary>
/// Takes, renews and gives back the lease. Each write is conditional on the version read before, so of two who write at
/// once one fails. Another's lease is over when nothing of it has changed for its duration by this process's own clock;
/// the times written in it come from other clocks and are not compared.
/// </summary>
internal sealed class LeaseLock(IKubernetesClient client, LeaderElectionOptions options)
{
    private static readonly ResourceType Leases = ResourceType.Of<Lease>();

    private readonly ObjectKey _key = new(options.Namespace, options.LeaseName);
    private readonly TimeProvider _time = options.TimeProvider;
    private Lease? _mine;
    private string? _seenVersion;
    private long _seenAt;

    /// <summary>Who held it when last seen; null where nobody did.</summary>
    public string? Holder { get; private set; }

    /// <summary>Takes the lease or renews it; false where another has it, or was faster.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        // As long as nobody else wrote it, a renewal is one request.
        if (_mine is { } mine && await TryWriteAsync(Renewed(mine), cancellationToken))
        {
            return true;
        }

        var lease = await ReadAsync(cancellationToken);
        if (lease is null)
        {
            return await TryCreateAsync(cancellationToken);
        }

        Observe(lease);
        return (Holder is null || Holder == options.Identity || IsOver(lease)) && await TryWriteAsync(Holder == options.Identity ? Renewed(lease) : Taken(lease), cancellationToken);
    }

    /// <summary>Lets the next one in at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (_mine is { } mine)
        {
            var now = new MicroTime(_time.GetUtcNow());
            await TryWriteAsync(mine with { Spec = mine.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = now, AcquireTime = now } }, cancellationToken);
            _mine = null;
        }
    }

    private async Task<Lease?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync<Lease>(Leases, _key, cancellationToken);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        var lease = Taken(new Lease { Metadata = new() { Name = options.LeaseName, Namespace = options.Namespace } });
        try
        {
            Mine(await client.CreateAsync(Leases, options.Namespace, lease, WriteOptions.Plain, cancellationToken));
            return true;
        }
        catch (ApiException e) when (e.IsConflict)
        {
            return false;
        }
    }

    private async Task<bool> TryWriteAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            Mine(await client.UpdateAsync(Leases, _key, lease, WriteOptions.Plain, cancellationToken));
            return true;
        }
        catch (ApiException e) when (e.IsConflict || e.IsNotFound)
        {
            _mine = null;
            return false;
        }
    }

    private void Mine(Lease lease)
    {
        _mine = lease;
        Observe(lease);
    }

    private void Observe(Lease lease)
    {
        Holder = string.IsNullOrEmpty(lease.Spec.HolderIdentity) ? null : lease.Spec.HolderIdentity;
        if (lease.Metadata.ResourceVersion != _seenVersion)
        {
            (_seenVersion, _seenAt) = (lease.Metadata.ResourceVersion, _time.GetTimestamp());
        }
    }

    private bool IsOver(Lease lease) =>
        _time.GetElapsedTime(_seenAt) >= (lease.Spec.LeaseDurationSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration);

    private Lease Renewed(Lease lease) => lease with { Spec = lease.Spec with { RenewTime = new MicroTime(_time.GetUtcNow()), LeaseDurationSeconds = DurationSeconds } };

    private Lease Taken(Lease lease)
    {
        var now = new MicroTime(_time.GetUtcNow());
        return lease with
        {
            Spec = new LeaseSpec
            {
                HolderIdentity = options.Identity,
                LeaseDurationSeconds = DurationSeconds,
                AcquireTime = now,
                RenewTime = now,
                LeaseTransitions = lease.Metadata.ResourceVersion is null ? 0 : (lease.Spec.LeaseTransitions ?? 0) + 1,
            },
        };
    }

    private int DurationSeconds => (int)Math.Ceiling(options.LeaseDuration.TotalSeconds);
}
