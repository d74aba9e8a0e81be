namespace InferencePlatform.Images.Sbom;

/// <summary>Reads what Debian's packages say of themselves (the control file of each).</summary>
internal static class DebianPackages
{
    /// <param name="folder">A folder of control files.</param>
    public static IEnumerable<Component> Read(string folder) => Directory.EnumerateFiles(folder).Select(ReadControl);

    private static Component ReadControl(string path)
    {
        // A line that begins with a space goes on with the field before it; none of those is wanted here.
        var fields = File.ReadLines(path)
            .Where(line => line.Length > 0 && line[0] != ' ' && line.Contains(':', StringComparison.Ordinal))
            .Select(line => line.Split(':', 2))
            .ToDictionary(field => field[0], field => field[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var (name, version) = (fields["Package"], fields["Version"]);
        return new(name, version, "Organization: Debian",
            $"pkg:deb/debian/{name.Replace("+", "%2B", StringComparison.Ordinal)}@{Uri.EscapeDataString(version)}?arch={fields["Architecture"]}&distro=debian-12");
    }
}
