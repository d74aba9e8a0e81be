using System.Text;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Nodes.Pods;

namespace InferencePlatform.Local.Nodes.Logs;

/// <summary>Answers <c>kubectl logs</c>.</summary>
internal sealed class PodLogs(PodDirectory pods) : IPodLogs
{
    public async Task StreamAsync(ObjectKey pod, PodLogOptions options, Stream to, CancellationToken cancellationToken)
    {
        var container = options.Container ?? throw new KeyNotFoundException("Say which container's log is wanted.");
        var worker = pods.Find(pod) ?? throw new KeyNotFoundException($"Pod '{pod}' has not been started.");
        var folder = worker.LogFolder(container);
        var path = LogFiles.Latest(folder) is not { } latest ? throw new KeyNotFoundException($"container \"{container}\" in pod \"{pod.Name}\" is waiting to start")
            : options.Previous && !File.Exists(LogFiles.PathOf(folder, latest - 1))
            ? throw new KeyNotFoundException($"previous terminated container \"{container}\" in pod \"{pod.Name}\" not found")
            : LogFiles.PathOf(folder, options.Previous ? latest - 1 : latest);
        var output = new Output(to, options);

        // Where it stands is noted before it is read, and what was read by then is passed over when it comes again.
        var live = options.Follow && !options.Previous ? worker.LiveLog(container) : null;
        var position = live is null ? 0 : new FileInfo(path).Length;
        var entries = options.TailLines is { } lines ? LogReader.Tail(path, (int)Math.Min(lines, int.MaxValue)) : LogReader.Read(path);
        var last = DateTimeOffset.MinValue;
        foreach (var entry in entries)
        {
            last = entry.Time;
            if (!await output.WriteAsync(entry, cancellationToken))
            {
                return;
            }
        }

        await to.FlushAsync(cancellationToken);
        if (live is null)
        {
            return;
        }

        await foreach (var entry in LogReader.FollowAsync(live, position, cancellationToken))
        {
            if (entry.Time > last && !await output.WriteAsync(entry, cancellationToken))
            {
                return;
            }

            await to.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes entries as they are asked for, up to the limit.</summary>
    private sealed class Output(Stream to, PodLogOptions options)
    {
        private long _left = options.LimitBytes ?? long.MaxValue;
        private bool _continues;

        public async Task<bool> WriteAsync(LogEntry entry, CancellationToken cancellationToken)
        {
            if (options.Since is { } since && entry.Time < since)
            {
                return true;
            }

            var stamp = options.Timestamps && !_continues ? entry.Stamp + " " : "";
            _continues = !entry.IsWhole;
            var bytes = Encoding.UTF8.GetBytes(stamp + entry.Text + (entry.IsWhole ? "\n" : ""));
            await to.WriteAsync(bytes.AsMemory(0, (int)Math.Min(bytes.Length, _left)), cancellationToken);
            _left -= bytes.Length;
            return _left > 0;
        }
    }
}
