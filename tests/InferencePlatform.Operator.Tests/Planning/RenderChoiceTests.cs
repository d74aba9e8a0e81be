using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Planning;

/// <summary>An upgrade of the operator restarts nothing.</summary>
public sealed class RenderChoiceTests
{
    private const string OldImage = "registry.example/inference-server:0.9";

    [Fact]
    public void After_an_upgrade_of_the_operator_there_is_nothing_to_do() => Assert.Empty(Decide("", "").Steps);

    [Fact]
    public void A_change_of_scale_keeps_the_old_image() => Assert.Equal(OldImage, ImageAfter("", "replicas: 3"));

    [Fact]
    public void A_change_of_what_is_beside_the_pods_keeps_the_old_image() => Assert.Equal(OldImage, ImageAfter("", "serviceLabels: { team: vision }"));

    [Fact]
    public void A_change_of_the_pods_brings_the_new_image() => Assert.Equal(Samples.ServerImage, ImageAfter("", "env: [{ name: A, value: x }]"));

    [Fact]
    public void Opting_in_brings_the_new_image() => Assert.Equal(Samples.ServerImage, ImageAfter("", "rollout: { followOperator: true }"));

    [Fact]
    public void A_revision_that_is_unknown_gives_way_to_the_current_one()
    {
        var snapshot = Upgraded("", "", RenderRevision.Current + 1);
        Assert.Equal(new RenderContext(Samples.ServerImage, RenderRevision.Current), RenderChoice.Choose(snapshot));
    }

    private static Plan Decide(string before, string after) => Decision.Make(Upgraded(before, after), null).Plan;

    private static string ImageAfter(string before, string after) => RenderChoice.Choose(Upgraded(before, after)).ServerImage;

    private static Snapshot Upgraded(string before, string after, int? revision = null)
    {
        var objects = Samples.Applied(Samples.Model(before), new RenderContext(OldImage, RenderRevision.Current)).Select(o => o is Deployment d && revision is { } r ? WithRevision(d, r) : o);
        return Samples.Snapshot(Samples.Model(after, 2), objects);
    }

    private static Deployment WithRevision(Deployment d, int revision)
    {
        var annotations = ModelNames.Sorted(d.Metadata.Annotations);
        annotations[Annotations.RenderRevision] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return d with { Metadata = d.Metadata with { Annotations = annotations } };
    }
}
