using System.Diagnostics.CodeAnalysis;

namespace InferencePlatform.Grpc.Health;

/// <summary>
/// The health of a server's services by name. The empty name is the server as a whole, known from the start and not
/// serving until it is set so. All members may be called from any thread.
/// </summary>
public sealed class HealthStatusStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HealthStatus> _statuses = new(StringComparer.Ordinal) { [""] = HealthStatus.NotServing };
    private TaskCompletionSource _changed = NewChange();
    private bool _shutDown;

    /// <summary>Sets a service's status; from <see cref="Shutdown"/> on it is taken as not serving.</summary>
    /// <param name="service">The service's full name, or the empty string for the server as a whole.</param>
    /// <param name="status">Its status from now on.</param>
    public void Set(string service, HealthStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
        {
            var effective = _shutDown ? HealthStatus.NotServing : status;
            if (!_statuses.TryGetValue(service, out var before) || before != effective)
            {
                _statuses[service] = effective;
                SignalChange();
            }
        }
    }

    /// <summary>Forgets a service, which then is unknown.</summary>
    public void Remove(string service)
    {
        lock (_gate)
        {
            if (_statuses.Remove(service))
            {
                SignalChange();
            }
        }
    }

    /// <summary>A service's status, or null where the name is not known.</summary>
    public HealthStatus? Get(string service)
    {
        lock (_gate)
        {
            return _statuses.TryGetValue(service, out var status) ? status : null;
        }
    }

    /// <summary>A service's status now, and a task that is done when any service's status is another.</summary>
    /// <remarks>Who observes, waits and observes again sees the latest status, and holds nothing up by being slow.</remarks>
    public (HealthStatus? Status, Task Changed) Observe(string service)
    {
        lock (_gate)
        {
            return (Get(service), _changed.Task);
        }
    }

    /// <summary>All services' statuses; false where they are more than the caller takes.</summary>
    public bool TryList(int most, [NotNullWhen(true)] out IReadOnlyDictionary<string, HealthStatus>? statuses)
    {
        lock (_gate)
        {
            statuses = _statuses.Count <= most ? new Dictionary<string, HealthStatus>(_statuses) : null;
            return statuses is not null;
        }
    }

    /// <summary>Makes every service not serving, for good.</summary>
    public void Shutdown()
    {
        lock (_gate)
        {
            _shutDown = true;
            foreach (var service in _statuses.Keys)
            {
                _statuses[service] = HealthStatus.NotServing;
            }

            SignalChange();
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void SignalChange()
    {
        var before = _changed;
        _changed = NewChange();
        before.SetResult();
    }
}
