namespace InferencePlatform.Service.Tests.Models;

/// <summary>A repository of models in a temporary folder.</summary>
internal sealed class RepositoryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("models-").FullName;

    public string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Puts a test model there, replacing what was there in one step, as a careful copier does.</summary>
    /// <returns>The model file.</returns>
    public string Put(string fixture, string name, long version = 1)
    {
        var source = System.IO.Path.Combine(TestFiles.Models, fixture, "1");
        if (!Directory.Exists(source))
        {
            source = System.IO.Path.Combine(TestFiles.Broken, fixture, "1");
        }

        var target = Directory.CreateDirectory(Of(name, $"{version}")).FullName;
        foreach (var file in Directory.EnumerateFiles(source))
        {
            var path = System.IO.Path.Combine(target, System.IO.Path.GetFileName(file));
            File.Copy(file, path + ".part");
            File.Move(path + ".part", path, overwrite: true);
        }

        return System.IO.Path.Combine(target, "model.onnx");
    }

    public void PutSettings(string name, string json) => File.WriteAllText(Of(name, "model.json"), json);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
