using InferencePlatform.Chart.Tests.Rendering;

namespace InferencePlatform.Chart.Tests;

/// <summary>What <c>helm install</c> prints at the end.</summary>
public sealed class NotesTests
{
    [Theory]
    [InlineData("default", "every namespace", "kubectl apply -n default -f -")]
    [InlineData("namespaces", "the namespaces vision, speech", "kubectl apply -n vision -f -")]
    public async Task They_say_what_to_do_next(string @case, string watched, string apply)
    {
        var standIn = await Renderer.RequireStandInAsync();
        var notes = await standIn.RenderAsync([ChartFolder.Values(@case)], "--notes");
        Assert.Contains($"The operator looks after the models of {watched}.", notes, StringComparison.Ordinal);
        Assert.Contains("kubectl -n inference-system rollout status deployment/inference-operator", notes, StringComparison.Ordinal);
        Assert.Contains("helm test inference-platform -n inference-system", notes, StringComparison.Ordinal);
        Assert.Contains(apply, notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_name_no_test_where_there_is_none()
    {
        var standIn = await Renderer.RequireStandInAsync();
        Assert.DoesNotContain("helm test", await standIn.RenderAsync([ChartFolder.Values("own-account")], "--notes"), StringComparison.Ordinal);
    }
}
