using InferencePlatform.Local.Tests.Platform;

namespace InferencePlatform.Local.Tests.Kubectl;

/// <summary>A platform with a model that serves, for tests that look at it.</summary>
public sealed class RunningModel : IAsyncLifetime
{
    public const string Name = "example";

    private LocalPlatform _platform = null!;

    internal Cluster Cluster => _platform.Cluster;

    public string KubeconfigPath => _platform.Platform.KubeconfigPath;

    public async ValueTask InitializeAsync()
    {
        _platform = await LocalPlatform.StartAsync();
        await Cluster.ApplyAsync(Name, Programs.Model("samples/models/example_model/1/model.onnx"));
        await Cluster.ReadyAsync(Name);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();
}
