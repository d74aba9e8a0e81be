using System.Text;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Volumes;

/// <summary>The files that a ConfigMap or Secret becomes.</summary>
/// <param name="Path">Below the volume.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Its permissions.</param>
internal sealed record VolumeFile(string Path, byte[] Content, UnixFileMode Mode)
{
    private const int DefaultMode = 0x1A4; // 0644

    public static IReadOnlyList<VolumeFile> Of(ConfigMap map, ConfigMapVolumeSource source)
    {
        var content = (map.Data ?? new Dictionary<string, string>()).ToDictionary(d => d.Key, d => Encoding.UTF8.GetBytes(d.Value));
        foreach (var (key, value) in map.BinaryData ?? new Dictionary<string, string>())
        {
            content[key] = Convert.FromBase64String(value);
        }

        return Select(content, source.Items, source.DefaultMode, source.Optional == true, $"ConfigMap '{map.Metadata.Name}'");
    }

    public static IReadOnlyList<VolumeFile> Of(Secret secret, SecretVolumeSource source) => Select(
        (secret.Data ?? new Dictionary<string, string>()).ToDictionary(d => d.Key, d => Convert.FromBase64String(d.Value)),
        source.Items, source.DefaultMode, source.Optional == true, $"Secret '{secret.Metadata.Name}'");

    /// <summary>Puts the files into a folder that takes the old one's place at once: nobody sees half of them.</summary>
    public static void Write(IReadOnlyList<VolumeFile> files, string folder)
    {
        var prepared = folder + ".new";
        if (Directory.Exists(prepared))
        {
            Directory.Delete(prepared, recursive: true);
        }

        Directory.CreateDirectory(prepared);
        foreach (var file in files)
        {
            var path = SafePath.Below(prepared, file.Path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
            File.SetUnixFileMode(path, file.Mode);
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(prepared, folder);
    }

    private static List<VolumeFile> Select(
        Dictionary<string, byte[]> content, IReadOnlyList<KeyToPath>? items, int? defaultMode, bool optional, string source)
    {
        if (items is null)
        {
            return [.. content.Select(c => new VolumeFile(c.Key, c.Value, ToMode(defaultMode)))];
        }

        if (!optional && items.FirstOrDefault(i => !content.ContainsKey(i.Key)) is { } missing)
        {
            throw new VolumeException("FailedMount", $"{source} has no key '{missing.Key}'; it has {string.Join(", ", content.Keys.Order(StringComparer.Ordinal))}.");
        }

        return [.. items.Where(i => content.ContainsKey(i.Key)).Select(i => new VolumeFile(i.Path, content[i.Key], ToMode(i.Mode ?? defaultMode)))];
    }

    private static UnixFileMode ToMode(int? mode) => (UnixFileMode)((mode ?? DefaultMode) & 0x1FF);
}
