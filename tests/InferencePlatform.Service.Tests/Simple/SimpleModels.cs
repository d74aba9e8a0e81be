using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Simple;

/// <summary>A server of sample and test models together.</summary>
public sealed class SimpleModels : ServedModels
{
    private readonly CopiedModels _models;

    public SimpleModels()
        : this(new CopiedModels(TestFiles.Models, [.. Names(TestFiles.Models)]))
    {
    }

    private SimpleModels(CopiedModels models)
        : base(models.Folder)
    {
        _models = models;
        models.Add(TestFiles.Samples, [.. Names(TestFiles.Samples)]);
    }

    protected override void Stopped() => _models.Dispose();

    private static IEnumerable<string> Names(string repository) => Directory.EnumerateDirectories(repository).Select(d => Path.GetFileName(d)!);
}
