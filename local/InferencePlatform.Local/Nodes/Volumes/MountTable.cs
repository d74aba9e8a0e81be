using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Volumes;

/// <summary>
/// Where a container's paths are on this machine. There is no mount namespace, so its arguments and environment are
/// rewritten instead: a value that begins with a mount path, or has one right after an equals sign, gets the real folder.
/// </summary>
internal sealed class MountTable
{
    public const string DefaultTerminationMessagePath = "/dev/termination-log";

    private readonly (string Path, string Real)[] _mounts;

    public MountTable(IEnumerable<(string Path, string Real)> mounts) =>
        _mounts = [.. mounts.Select(m => (Path: m.Path.TrimEnd('/'), m.Real)).OrderByDescending(m => m.Path.Length)];

    /// <exception cref="VolumeException">A mount names a volume that is not there, or leads out of it.</exception>
    public static MountTable Of(Container container, IReadOnlyDictionary<string, string> volumes, string terminationMessage) => new(
    [
        (container.TerminationMessagePath ?? DefaultTerminationMessagePath, terminationMessage),
        .. (container.VolumeMounts ?? []).Select(m => (m.MountPath, Folder(m, volumes))),
    ]);

    public string Rewrite(string value)
    {
        foreach (var (path, real) in _mounts)
        {
            if (IsBelow(value, path, 0))
            {
                return string.Concat(real, value.AsSpan(path.Length));
            }

            if (value.IndexOf('=') is var at and >= 0 && IsBelow(value, path, at + 1))
            {
                return string.Concat(value.AsSpan(0, at + 1), real, value.AsSpan(at + 1 + path.Length));
            }
        }

        return value;
    }

    /// <summary>What a container says of its files, with the paths that it would have them under in a cluster.</summary>
    public string Restore(string text) => _mounts.Aggregate(text, (t, m) => t.Replace(m.Real, m.Path, StringComparison.Ordinal));

    private static bool IsBelow(string value, string path, int at) =>
        string.CompareOrdinal(value, at, path, 0, path.Length) == 0 && (value.Length == at + path.Length || value[at + path.Length] == '/');

    private static string Folder(VolumeMount mount, IReadOnlyDictionary<string, string> volumes) =>
        !volumes.TryGetValue(mount.Name, out var folder) ? throw new VolumeException("FailedMount", $"The pod has no volume named '{mount.Name}'.")
        : mount.SubPath is { Length: > 0 } sub ? SafePath.Below(folder, sub)
        : folder;
}
