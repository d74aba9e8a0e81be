using InferencePlatform.Operator.Rendering;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Rendering;

/// <summary>A case is a folder of <c>Cases</c> with an InferenceModel and the objects that it must become.</summary>
public sealed class RenderingCasesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/InferencePlatform.Operator.Tests/Rendering");

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Path.Combine(Folder, "Cases")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_model_becomes_the_objects_of_its_golden_file(string name) =>
        GoldenFile.AssertIs($"Cases/{name}/expected.yaml", Render(name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rendering_twice_gives_the_same(string name) => Assert.Equal(Render(name), Render(name));

    private static string Render(string name) => OfflineRender.Render(
        File.ReadAllText(Path.Combine(Folder, "Cases", name, "input.yaml")),
        new RenderContext("registry.example/inference-server:1.0", RenderRevision.Current),
        ClusterCapabilities.Everything);
}
