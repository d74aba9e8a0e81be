using System.Text.Json;

namespace InferencePlatform.Images.Sbom;

/// <summary>Reads from a publish's <c>deps.json</c> which packages are in it: a lock file also names those of the build.</summary>
internal static class PublishedLibraries
{
    private const string RuntimePack = "runtimepack.";

    /// <returns>The names of NuGet packages whose files are in the publish, and .NET's runtime packs.</returns>
    public static (IReadOnlySet<string> Packages, IReadOnlyList<Component> RuntimePacks) Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var libraries = document.RootElement.GetProperty("libraries").EnumerateObject()
            .Select(library => (Id: library.Name.Split('/'), Type: library.Value.GetProperty("type").GetString()))
            .ToList();
        var packages = libraries.Where(library => library.Type == "package").Select(library => library.Id[0]);
        var packs = libraries.Where(library => library.Type == "runtimepack")
            .Select(library => (Name: library.Id[0][RuntimePack.Length..], Version: library.Id[1]))
            .Select(pack => new Component(pack.Name, pack.Version, "Organization: Microsoft", $"pkg:nuget/{pack.Name}@{pack.Version}"));
        return (packages.ToHashSet(StringComparer.OrdinalIgnoreCase), [.. packs]);
    }
}
