namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>A repository of copies of some models, with settings of its own; gone with the test.</summary>
internal sealed class CopiedModels : IDisposable
{
    public CopiedModels(string source, params string[] models) => Add(source, models);

    public string Folder { get; } = Directory.CreateTempSubdirectory("models-").FullName;

    public void Add(string source, params string[] models)
    {
        foreach (var file in models.SelectMany(m => Directory.EnumerateFiles(Path.Combine(source, m), "*", SearchOption.AllDirectories)))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Gives a model its settings, as its model.json has them.</summary>
    public void Set(string model, string settings) => File.WriteAllText(Path.Combine(Folder, model, "model.json"), settings);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
