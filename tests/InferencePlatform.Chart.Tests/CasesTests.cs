using InferencePlatform.Chart.Tests.Rendering;

namespace InferencePlatform.Chart.Tests;

/// <summary>A case is a folder of <c>Cases</c> with values and the objects that the chart must become with them.</summary>
public sealed class CasesTests
{
    public static TheoryData<string> Cases => [.. ChartFolder.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Values_become_the_objects_of_their_golden_file(string name)
    {
        var renderer = await Renderer.RequireAsync();
        GoldenFile.AssertIs($"Cases/{name}/expected.yaml", RenderedObjects.Golden(await renderer.RenderAsync([ChartFolder.Values(name)])));
    }

    [Fact]
    public async Task Helm_and_its_stand_in_render_every_case_alike()
    {
        var helm = Renderer.RequireHelm();
        var standIn = await Renderer.RequireStandInAsync();
        foreach (var name in ChartFolder.Cases)
        {
            string[] values = [ChartFolder.Values(name)];
            Assert.Equal(RenderedObjects.Golden(await helm.RenderAsync(values)), RenderedObjects.Golden(await standIn.RenderAsync(values)));
        }
    }

    [Fact]
    public async Task Helm_lints_every_case_without_a_warning()
    {
        var helm = Renderer.RequireHelm();
        foreach (var name in ChartFolder.Cases)
        {
            var (code, output, errors) = await helm.RunAsync("lint", "--strict", ChartFolder.Path, "--namespace", ChartFolder.Namespace, "--values", ChartFolder.Values(name));
            Assert.True(code == 0, $"{name}: {output}{errors}");
        }
    }

    [Fact]
    public async Task An_older_Kubernetes_is_refused()
    {
        var renderer = await Renderer.RequireAsync();
        var (code, _, errors) = await renderer.TryAsync(ChartFolder.Path, [], "--kube-version", "v1.29.9");
        Assert.NotEqual(0, code);
        Assert.Contains("chart requires kubeVersion: >=1.30.0-0 which is incompatible with Kubernetes v1.29.9", errors, StringComparison.Ordinal);
    }
}
