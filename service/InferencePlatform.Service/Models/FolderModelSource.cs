using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>A folder of models, <c>&lt;model&gt;/&lt;version&gt;/model.onnx</c>. Links are followed everywhere.</summary>
internal sealed class FolderModelSource(string folder) : IModelSource
{
    private const string ModelFileName = "model.onnx";
    private const string TritonSettings = "config.pbtxt";

    /// <summary>What ext4 puts into every fresh volume's root.</summary>
    private const string LostAndFound = "lost+found";

    public string Location => folder;

    public IReadOnlyList<string> List()
    {
        if (File.Exists(folder))
        {
            throw new ModelLoadException($"The model repository {folder} is a file; it has to be a folder of models, <model>/<version>/{ModelFileName}.") { Kind = LoadFailureKind.Unreadable };
        }

        return [.. Folders(folder, "The model repository").Where(IsModel).Order(StringComparer.Ordinal)];
    }

    public bool Has(string name) => IsModel(name) && Directory.Exists(Path.Combine(folder, name));

    public ModelFiles? Read(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        var path = Path.Combine(folder, name);
        var versions = new List<VersionFiles>();
        foreach (var text in Folders(path, "The model's folder"))
        {
            if (VersionNumber.TryParse(text, out var version))
            {
                versions.Add(new VersionFiles(version, Path.Combine(path, text, ModelFileName), OwnsFolder: true));
            }
        }

        return new ModelFiles(path, ModelSettingsReader.Read(path), versions)
        {
            Ignored = File.Exists(Path.Combine(path, TritonSettings)) ? [TritonSettings] : [],
        };
    }

    private static bool IsModel(string name) => ModelName.IsValid(name) && name != LostAndFound;

    private static List<string> Folders(string path, string what)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(path).Select(p => Path.GetFileName(p))];
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ModelLoadException($"{what} {path} does not exist; create it, or mount the volume that has it.", e) { Kind = LoadFailureKind.Unreadable };
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ModelLoadException($"{what} {path} cannot be read: permission denied. Let user '{Environment.UserName}' read and enter it.", e) { Kind = LoadFailureKind.Unreadable };
        }
        catch (IOException e)
        {
            throw new ModelLoadException($"{what} {path} cannot be read: {e.Message}", e) { Kind = LoadFailureKind.Unreadable };
        }
    }
}
