using System.Text.Json;

namespace InferencePlatform.Images.Layers;

/// <summary>A published program, parted so that images of several programs share the layer of .NET's runtime.</summary>
/// <param name="Runtime">What .NET's runtime packs brought.</param>
/// <param name="Own">The rest.</param>
internal sealed record ProgramFiles(IReadOnlyList<LayerFile> Runtime, IReadOnlyList<LayerFile> Own)
{
    private const string Folder = "app";

    /// <param name="folder">The folder of a self-contained publish.</param>
    /// <param name="program">The file in it that is run.</param>
    /// <exception cref="InvalidOperationException">The folder is not that of a self-contained publish of the program.</exception>
    public static ProgramFiles Read(string folder, string program)
    {
        var runtime = RuntimeFiles(Path.Combine(folder, $"{program}.deps.json"));
        var files = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file.FullName), File: file))
            // Symbols are for debuggers, which bring their own.
            .Where(file => !file.Name.EndsWith(".pdb", StringComparison.Ordinal) && !file.Name.EndsWith(".xml", StringComparison.Ordinal))
            .ToLookup(file => runtime.Contains(file.Name), file => LayerFile.Copy($"{Folder}/{file.Name}", file.File, file.Name == program));
        return new([LayerFile.Folder(Folder), .. files[true]], [LayerFile.Folder(Folder), .. files[false]]);
    }

    private static HashSet<string> RuntimeFiles(string dependencies)
    {
        if (!File.Exists(dependencies))
        {
            throw new InvalidOperationException($"There is no {dependencies}: publish the program with --self-contained into that folder first.");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        var names = document.RootElement.GetProperty("targets").EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .Where(library => library.Name.StartsWith("runtimepack.", StringComparison.Ordinal))
            .SelectMany(library => FilesOf(library.Value, "runtime").Concat(FilesOf(library.Value, "native")))
            .ToHashSet(StringComparer.Ordinal);
        return names.Count > 0
            ? names
            : throw new InvalidOperationException($"{dependencies} names no runtime: publish the program with --self-contained.");
    }

    private static IEnumerable<string> FilesOf(JsonElement library, string kind) =>
        library.TryGetProperty(kind, out var files) ? files.EnumerateObject().Select(file => file.Name) : [];
}
