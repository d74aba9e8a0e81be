namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>A server of both versions of the iris model, side by side.</summary>
public sealed class IrisVersions : ServedModels
{
    private readonly CopiedModels _models;

    public IrisVersions()
        : this(new CopiedModels(TestFiles.Samples, "iris"))
    {
    }

    private IrisVersions(CopiedModels models)
        : base(models.Folder)
    {
        _models = models;
        models.Set("iris", """{"versionPolicy": {"all": {}}}""");
    }

    protected override void Stopped() => _models.Dispose();
}
