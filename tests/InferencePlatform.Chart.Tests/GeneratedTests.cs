using System.Text;
using System.Text.RegularExpressions;
using InferencePlatform.Chart.Tests.Rendering;

namespace InferencePlatform.Chart.Tests;

/// <summary>What is made from other things is what <c>make manifests</c> would write.</summary>
public sealed partial class GeneratedTests
{
    /// <summary>What Helm does itself, by <c>--create-namespace</c>.</summary>
    private const string Head = """
        # The platform, for a cluster without Helm:
        #   kubectl apply --server-side -f manifests/install.yaml
        # Made by `make manifests`: the chart charts/inference-platform with its default values, and its namespace.
        apiVersion: v1
        kind: Namespace
        metadata:
          name: inference-system
          labels:
            pod-security.kubernetes.io/enforce: restricted

        """;

    public static TheoryData<string, string> Copies => new()
    {
        { "manifests/crds/inferencemodels.inferenceplatform.io.yaml", "files/crds/inferencemodels.inferenceplatform.io.yaml" },
        { "samples/models/example_model/1/model.onnx", "files/test/model.onnx" },
    };

    [Fact]
    public async Task The_manifest_for_clusters_without_Helm_is_the_chart_with_its_defaults()
    {
        var standIn = await Renderer.RequireStandInAsync();
        GoldenFile.AssertIs("../../manifests/install.yaml", Head + await standIn.RenderAsync([], "--skip-tests"));
    }

    [Fact]
    public void The_table_of_values_in_the_README_is_what_their_comments_say()
    {
        var table = new StringBuilder("| value | default | |\n|---|---|---|\n");
        foreach (var value in DocumentedValue.ReadAll(ChartFolder.Read("values.yaml")))
        {
            table.Append($"| `{value.Path}` | `{value.Default?.ToJsonString(Plain) ?? "null"}` | {value.Description.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        GoldenFile.AssertIs("../../charts/inference-platform/README.md", Table().Replace(ChartFolder.Read("README.md"), _ => $"<!-- values -->\n{table}<!-- end of values -->"));
    }

    [Fact]
    public void The_chart_has_the_version_of_the_programs()
    {
        var version = Version().Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"))).Groups[1].Value;
        Assert.Contains($"\nversion: {version}\nappVersion: {version}\n", ChartFolder.Read("Chart.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Copies))]
    public void A_file_of_the_chart_is_a_copy(string original, string copy) => Assert.True(
        File.ReadAllBytes(Path.Combine(Repository.Root, original)).SequenceEqual(File.ReadAllBytes(Path.Combine(ChartFolder.Path, copy))),
        $"charts/inference-platform/{copy} is no copy of {original}. Run make manifests.");

    [Fact]
    public void Rules_and_dashboards_of_the_chart_are_copies_of_those_of_the_repository() =>
        Assert.Equal(FilesBelow(Path.Combine(Repository.Root, "manifests/monitoring")), FilesBelow(Path.Combine(ChartFolder.Path, "files/monitoring")));

    private static System.Text.Json.JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static SortedDictionary<string, string> FilesBelow(string folder) => new(
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText) : [],
        StringComparer.Ordinal);

    [GeneratedRegex("<!-- values -->.*<!-- end of values -->", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex Version();
}
