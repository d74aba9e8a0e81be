namespace InferencePlatform.Local.Nodes.Volumes;

/// <summary>Joins paths that a pod gives, and lets none of them lead out of its folder.</summary>
internal static class SafePath
{
    /// <exception cref="VolumeException">The path is absolute or has <c>..</c> in it.</exception>
    public static string Below(string folder, string relative) =>
        Path.IsPathRooted(relative) || relative.Split('/').Contains("..")
            ? throw new VolumeException("FailedMount", $"The path '{relative}' leads out of its volume; it must be relative and without '..'.")
            : Path.Combine(folder, relative);
}
