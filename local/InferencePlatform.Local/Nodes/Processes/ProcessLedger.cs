using System.Text.Json;

namespace InferencePlatform.Local.Nodes.Processes;

/// <summary>
/// Remembers in files which processes run, so that those of a platform that was killed are found at the next start. They
/// end with it anyway where the kernel can see to that; this covers the moment between their birth and their asking for it.
/// </summary>
internal sealed class ProcessLedger(string folder)
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    public void Add(int pid)
    {
        if (ProcessIdentity.Of(pid) is { } identity)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(PathOf(pid), JsonSerializer.Serialize(identity));
        }
    }

    public void Remove(int pid)
    {
        // A process that had ended before it was added has no file, and perhaps there is no folder yet.
        if (File.Exists(PathOf(pid)))
        {
            File.Delete(PathOf(pid));
        }
    }

    /// <summary>Kills what runs of an earlier platform, and waits until it is gone.</summary>
    /// <returns>The processes that were killed.</returns>
    public async Task<IReadOnlyList<int>> EndOrphansAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var orphans = Directory.EnumerateFiles(folder).Select(Read).OfType<ProcessIdentity>().Where(IsAlive).ToList();
        foreach (var orphan in orphans)
        {
            Posix.SignalGroup(orphan.Pid, Posix.Kill);
            Posix.Signal(orphan.Pid, Posix.Kill);
        }

        // A killed process is no child of ours: nothing but looking tells when it is gone.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var patience = (int)(EndsWithin / timer.Period);
        while (orphans.Exists(IsAlive) && patience-- > 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        Directory.Delete(folder, recursive: true);
        return [.. orphans.Select(o => o.Pid)];
    }

    private static bool IsAlive(ProcessIdentity identity) => ProcessIdentity.Of(identity.Pid) == identity;

    private static ProcessIdentity? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(path));
        }
        catch (JsonException)
        {
            // Half written when the platform was killed: the kernel has ended that process with it.
            return null;
        }
    }

    private string PathOf(int pid) => Path.Combine(folder, $"{pid}.json");
}
