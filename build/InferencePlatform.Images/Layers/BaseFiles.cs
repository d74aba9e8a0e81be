namespace InferencePlatform.Images.Layers;

/// <summary>The file system that the program stands on: what Debian's packages brought, and what each says of itself.</summary>
internal static class BaseFiles
{
    private const UnixFileMode Sticky = UnixFileMode.StickyBit | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <param name="folder">As <c>build/image-base.sh</c> made it: <c>root</c> and <c>packages</c>.</param>
    public static IReadOnlyList<LayerFile> Read(string folder)
    {
        var root = new DirectoryInfo(Path.Combine(folder, "root"));
        var files = new List<LayerFile>();
        Walk(root, "", files);
        // Where scanners look for the packages of an image that has no package manager.
        files.AddRange(Missing(files, "var/lib/dpkg", "var/lib/dpkg/status.d"));
        foreach (var package in Directory.EnumerateFiles(Path.Combine(folder, "packages")))
        {
            files.Add(LayerFile.Of($"var/lib/dpkg/status.d/{Path.GetFileName(package)}", File.ReadAllBytes(package)));
        }

        return files;
    }

    private static IEnumerable<LayerFile> Missing(List<LayerFile> files, params IEnumerable<string> folders) =>
        [.. folders.Except(files.Select(file => file.Path)).Select(LayerFile.Folder)];

    private static void Walk(DirectoryInfo folder, string prefix, List<LayerFile> files)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            var copy = LayerFile.Copy(path, entry, entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute));
            files.Add(path is "tmp" or "var/tmp" ? copy with { Mode = copy.Mode | Sticky } : copy);
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                Walk(inner, path + "/", files);
            }
        }
    }
}
