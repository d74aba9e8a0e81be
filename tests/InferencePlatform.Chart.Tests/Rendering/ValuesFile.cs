namespace InferencePlatform.Chart.Tests.Rendering;

/// <summary>Values of one test.</summary>
internal sealed class ValuesFile : IDisposable
{
    public ValuesFile(string values) => File.WriteAllText(Path, values + "\n");

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
