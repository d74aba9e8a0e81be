using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Events;

/// <summary>
/// Writes events to the cluster. Its repetitions become the series of an event (<c>events.k8s.io/v1</c>), which the API
/// server shows in the older form too, where <c>kubectl describe</c> looks.
/// </summary>
internal sealed class EventWriter(IKubernetesClient client, EventRecorderOptions options, ILogger logger)
{
    private const int MaxNameLength = 253;
    private const int MaxObjects = 4096;

    private static readonly ResourceType Events = ResourceType.Of<Event>();
    private static readonly TimeSpan OneIn = TimeSpan.FromMinutes(5);

    private readonly EventSeriesTable _series = new(options);
    private readonly Dictionary<string, TokenBucket> _objects = new(StringComparer.Ordinal);
    private long _lastName;

    public bool HasUnwritten => _series.HasUnwritten;

    public async Task TakeAsync(Occurrence occurrence, CancellationToken cancellationToken)
    {
        var now = options.TimeProvider.GetUtcNow();
        if (_series.Repeat(occurrence, now) is { } entry)
        {
            if (entry.IsDue(now, options.SeriesPause))
            {
                await CountAsync(entry, now, cancellationToken);
            }
        }
        else if (IsAllowed(occurrence.Regarding))
        {
            await CreateAsync(occurrence, now, cancellationToken);
        }
        else
        {
            EventLog.TooMany(logger, occurrence.Regarding.Kind ?? "", occurrence.Regarding.Name ?? "", occurrence.Reason);
        }
    }

    /// <summary>Writes the counts that have waited long enough.</summary>
    public async Task CountDueAsync(CancellationToken cancellationToken)
    {
        var now = options.TimeProvider.GetUtcNow();
        foreach (var entry in _series.Due(now))
        {
            await CountAsync(entry, now, cancellationToken);
        }
    }

    private async Task CreateAsync(Occurrence occurrence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ns = occurrence.Regarding.Namespace ?? "default";
        var created = new Event
        {
            Metadata = new() { Name = NextName(occurrence.Regarding.Name ?? "", now), Namespace = ns },
            EventTime = new MicroTime(now),
            ReportingController = options.ReportingController,
            ReportingInstance = options.ReportingInstance,
            Type = occurrence.Type,
            Reason = occurrence.Reason,
            Action = occurrence.Action,
            Note = occurrence.Note,
            Regarding = occurrence.Regarding,
        };
        if (await TryAsync(() => client.CreateAsync(Events, ns, created, WriteOptions.Plain, cancellationToken), occurrence))
        {
            _series.Begin(occurrence, ObjectKey.Of(created), now);
        }
    }

    private async Task CountAsync(EventSeriesTable.Entry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var series = new EventSeries { Count = entry.Occurrences, LastObservedTime = new MicroTime(entry.SeenAt) };
        var change = Patch.Merge(new JsonObject { ["series"] = JsonSerializer.SerializeToNode(series, KubernetesJson.Options) });
        if (await TryAsync(() => client.PatchAsync<JsonObject>(Events, entry.Key, change, WriteOptions.Plain, cancellationToken), entry.Occurrence))
        {
            (entry.Written, entry.CountedAt) = (entry.Occurrences, now);
        }
        else
        {
            // It may be gone, as events live an hour; the next occurrence is a new one.
            _series.Drop(entry);
        }
    }

    private async Task<bool> TryAsync(Func<Task> write, Occurrence occurrence)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception e) when (e is ApiException or HttpRequestException or ArgumentException)
        {
            EventLog.NotWritten(logger, occurrence.Regarding.Kind ?? "", occurrence.Regarding.Name ?? "", occurrence.Reason, e.Message);
            return false;
        }
    }

    private bool IsAllowed(ObjectReference regarding)
    {
        var key = $"{regarding.Uid}/{regarding.Namespace}/{regarding.Kind}/{regarding.Name}";
        if (!_objects.TryGetValue(key, out var bucket))
        {
            if (_objects.Count >= MaxObjects)
            {
                _objects.Clear();
            }

            _objects[key] = bucket = new TokenBucket(1 / OneIn.TotalSeconds, options.BurstPerObject, options.TimeProvider);
        }

        return bucket.TryTake();
    }

    /// <summary>The object's name and the time, as client-go makes them; the time never twice.</summary>
    private string NextName(string name, DateTimeOffset now)
    {
        _lastName = Math.Max(_lastName + 1, now.UtcTicks);
        var suffix = "." + _lastName.ToString("x16", CultureInfo.InvariantCulture);
        return (name.Length + suffix.Length > MaxNameLength ? name[..(MaxNameLength - suffix.Length)].TrimEnd('.', '-') : name) + suffix;
    }
}
