using System.Globalization;
using System.Text.Json;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Rendering.Pods;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Rendering;

/// <summary>
/// <c>Releases/N.txt</c> has the hash of each case's pod template as render revision N makes it. A line that is there never
/// changes: whoever runs that revision would see every pod restarted. UPDATE_GOLDEN adds lines and changes none.
/// </summary>
public sealed class ReleasedTemplatesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/InferencePlatform.Operator.Tests/Rendering");

    public static TheoryData<int> Revisions => [.. Enumerable.Range(RenderRevision.First, RenderRevision.Current - RenderRevision.First + 1)];

    [Theory]
    [MemberData(nameof(Revisions))]
    public void A_revision_gives_the_templates_that_it_always_gave(int revision)
    {
        var file = Path.Combine(Folder, "Releases", $"{revision.ToString(CultureInfo.InvariantCulture)}.txt");
        var released = File.Exists(file) ? File.ReadAllLines(file).Select(l => l.Split(' ')).ToDictionary(l => l[0], l => l[1]) : [];
        var rendered = Directory.GetDirectories(Path.Combine(Folder, "Cases")).ToDictionary(f => Path.GetFileName(f), f => HashOf(Path.Combine(f, "input.yaml"), revision));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            released = rendered.Concat(released).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value);
            File.WriteAllLines(file, released.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}"));
        }

        Assert.Equal(released.OrderBy(p => p.Key, StringComparer.Ordinal), rendered.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    private static string HashOf(string input, int revision)
    {
        var model = KubernetesYaml.Read(File.ReadAllText(input))[0].Deserialize<InferenceModel>(KubernetesJson.Options)!;
        return TemplateHash.Of(PodTemplateRenderer.Render(model, new RenderContext("registry.example/inference-server:1.0", revision)));
    }
}
