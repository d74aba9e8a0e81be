using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Planning;

/// <summary>Who has the number of pods, and when.</summary>
public sealed class ScalingTests
{
    private const string Auto = "autoscaling: { minReplicas: 2, maxReplicas: 5, targetCallsInFlight: 8 }";

    [Theory]
    [InlineData("", null, null, 1)]
    [InlineData("replicas: 1", null, null, 1)]
    [InlineData("replicas: 3", null, 3, 1)]
    [InlineData("replicas: 0", null, 0, 1)]
    [InlineData("replicas: 3", "3", null, 3)]
    [InlineData("replicas: 3", "3", null, 7)]
    [InlineData("replicas: 4", "3", 4, 7)]
    [InlineData("replicas: 1", "3", 1, 3)]
    [InlineData("replicas: 1\n" + Auto, null, 2, 1)]
    [InlineData("replicas: 9\n" + Auto, null, 5, 1)]
    [InlineData("replicas: 3\n" + Auto, "autoscaling", null, 4)]
    [InlineData("replicas: 5\n" + Auto, "autoscaling", null, 4)]
    [InlineData("replicas: 1", "autoscaling", 1, 4)]
    public void The_Deployment_is_scaled_only_when_the_spec_says_another_number_than_it_was_scaled_for(string spec, string? scaledFor, int? to, int live)
    {
        var model = Samples.Model(spec);
        var step = Scaling.Plan(Samples.Snapshot(model, Deployment(scaledFor, live))).OfType<Step.Scale>().SingleOrDefault();
        Assert.Equal(to, step?.Replicas);
    }

    [Fact]
    public void Handing_a_scaled_Deployment_to_an_autoscaler_leaves_its_number_alone()
    {
        var step = Assert.Single(Scaling.Plan(Samples.Snapshot(Samples.Model(Auto), Deployment("3", 3))).OfType<Step.Scale>());
        Assert.Null(step.Replicas);
        Assert.Equal("autoscaling", step.ScaledFor);
    }

    [Fact]
    public void What_was_scaled_by_hand_is_what_is_wanted() => Assert.Equal(7, Scaling.Wanted(Samples.Snapshot(Samples.Model("replicas: 3"), Deployment("3", 7))));

    private static Deployment Deployment(string? scaledFor, int replicas)
    {
        var applied = Samples.Applied(Samples.Model()).OfType<Deployment>().Single();
        var annotations = ModelNames.Sorted(applied.Metadata.Annotations);
        if (scaledFor is not null)
        {
            annotations[Annotations.ScaledFor] = scaledFor;
        }

        return applied with { Metadata = applied.Metadata with { Annotations = annotations }, Spec = applied.Spec with { Replicas = replicas } };
    }
}
