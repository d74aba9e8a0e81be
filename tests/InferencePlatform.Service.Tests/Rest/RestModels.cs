using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>A catalog of all models under <c>tests/fixtures/models</c> that load, and of the samples, loaded once.</summary>
internal static class RestModels
{
    private static readonly Lazy<ModelCatalog> Loaded = new(Load);

    public static ModelCatalog Catalog => Loaded.Value;

    public static ModelEntry LoadModel(string folder, string name, params ModelStatus[] statuses)
    {
        var versions = Directory.GetDirectories(Path.Combine(folder, name))
            .Select(path => (Version: long.Parse(Path.GetFileName(path)), Path: Path.Combine(path, "model.onnx")))
            .Select(v => new ModelVersion(name, v.Version, OnnxModel.Load(v.Path, new SessionSettings(1, 1))))
            .ToList();
        return new ModelEntry(name, versions, versions.Select(v => new ModelStatus(name, v.Version, ModelState.Ready, "")).Concat(statuses));
    }

    private static ModelCatalog Load()
    {
        var catalog = new ModelCatalog();
        foreach (var name in Directory.GetDirectories(TestFiles.Models).Select(p => Path.GetFileName(p)).Except(["zipmap", "sequence_out", "optional_out"]))
        {
            catalog.Publish(LoadModel(TestFiles.Models, name));
        }

        catalog.Publish(LoadModel(TestFiles.Samples, "example_model"));
        catalog.Publish(LoadModel(TestFiles.Samples, "iris", new ModelStatus("iris", 3, ModelState.Failed, "the file is cut off")));
        catalog.Publish(new ModelEntry("waiting", [], [new ModelStatus("waiting", 1, ModelState.Loading, "")]));
        return catalog;
    }
}
