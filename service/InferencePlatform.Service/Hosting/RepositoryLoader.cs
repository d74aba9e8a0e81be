using System.Globalization;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Hosting;

/// <summary>Loads what is in the repository once. The model life cycle takes its place.</summary>
internal static class RepositoryLoader
{
    public static void Load(ServerOptions options, ModelCatalog catalog) =>
        Parallel.ForEach(Directory.EnumerateDirectories(options.Repository!), folder => catalog.Publish(LoadModel(folder)));

    private static ModelEntry LoadModel(string folder)
    {
        var name = Path.GetFileName(folder);
        var ready = new List<ModelVersion>();
        var statuses = new List<ModelStatus>();
        foreach (var version in Directory.EnumerateDirectories(folder).Select(v => long.Parse(Path.GetFileName(v), CultureInfo.InvariantCulture)))
        {
            try
            {
                var model = OnnxModel.Load(Path.Combine(folder, version.ToString(CultureInfo.InvariantCulture), "model.onnx"), new SessionSettings(1, 1));
                ready.Add(new ModelVersion(name, version, model));
                statuses.Add(new ModelStatus(name, version, ModelState.Ready, ""));
            }
            catch (ModelLoadException e)
            {
                statuses.Add(new ModelStatus(name, version, ModelState.Failed, e.Message));
            }
        }

        return new ModelEntry(name, ready, statuses);
    }
}
