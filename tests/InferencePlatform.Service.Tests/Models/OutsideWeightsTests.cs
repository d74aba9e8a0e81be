using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>
/// A model whose weights are some other file of the pod, such as its private key, would answer with that file's bytes.
/// </summary>
public sealed class OutsideWeightsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weights-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_link_beside_the_model_does_not_lead_to_a_file_elsewhere()
    {
        var model = Path.Combine(_folder.CreateSubdirectory("model").FullName, "model.onnx");
        var secret = Path.Combine(_folder.FullName, "tls.key");
        File.Copy(Path.Combine(TestFiles.Models, "external_data", "1", "model.onnx"), model);
        File.Copy(Path.Combine(TestFiles.Models, "external_data", "1", "model.onnx.data"), secret);
        File.CreateSymbolicLink(model + ".data", secret);

        Assert.Throws<ModelLoadException>(() => OnnxModel.Load(model, new SessionSettings(1, 1), TestContext.Current.CancellationToken).Dispose());
    }

    [Fact]
    public void A_mounted_ConfigMap_or_Secret_whose_files_are_links_within_it_is_loaded()
    {
        var folder = _folder.CreateSubdirectory("mounted").FullName;
        var version = Directory.CreateDirectory(Path.Combine(folder, "..version")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "..data"), "..version");
        foreach (var file in new[] { "model.onnx", "model.onnx.data" })
        {
            File.Copy(Path.Combine(TestFiles.Models, "external_data", "1", file), Path.Combine(version, file));
            File.CreateSymbolicLink(Path.Combine(folder, file), $"..data/{file}");
        }

        using var loaded = OnnxModel.Load(Path.Combine(folder, "model.onnx"), new SessionSettings(1, 1), TestContext.Current.CancellationToken);
        Assert.Single(loaded.Signature.Outputs);
    }
}
