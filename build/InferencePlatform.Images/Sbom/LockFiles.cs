using System.Text.Json;

namespace InferencePlatform.Images.Sbom;

/// <summary>Reads the packages of NuGet's <c>packages.lock.json</c> and npm's <c>package-lock.json</c>.</summary>
internal static class LockFiles
{
    public static IEnumerable<Component> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. Path.GetFileName(path) == "package-lock.json" ? Npm(document.RootElement) : NuGet(document.RootElement)];
    }

    private static IEnumerable<Component> NuGet(JsonElement root) =>
        root.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package =>
            {
                var version = package.Value.GetProperty("resolved").GetString()!;
                return new Component(package.Name, version, null, $"pkg:nuget/{package.Name}@{version}")
                {
                    Sha512 = Convert.ToHexStringLower(package.Value.GetProperty("contentHash").GetBytesFromBase64()),
                };
            });

    // What is asked for itself: files are taken of that, and not of what Node would need to run it.
    private static IEnumerable<Component> Npm(JsonElement root)
    {
        var packages = root.GetProperty("packages");
        return packages.GetProperty("").GetProperty("dependencies").EnumerateObject().Select(dependency =>
        {
            var name = dependency.Name;
            var package = packages.GetProperty($"node_modules/{name}");
            var version = package.GetProperty("version").GetString()!;
            return new Component(name, version, null, $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}")
            {
                Sha512 = package.TryGetProperty("integrity", out var integrity) ? Sha512Of(integrity.GetString()!) : null,
            };
        });
    }

    private static string? Sha512Of(string integrity) =>
        integrity.StartsWith("sha512-", StringComparison.Ordinal)
            ? Convert.ToHexStringLower(Convert.FromBase64String(integrity["sha512-".Length..]))
            : null;
}
