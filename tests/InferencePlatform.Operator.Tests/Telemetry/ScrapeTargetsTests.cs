using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Telemetry;

namespace InferencePlatform.Operator.Tests.Telemetry;

/// <summary>What a Prometheus without rights in the cluster is told to scrape.</summary>
public sealed class ScrapeTargetsTests
{
    [Fact]
    public void A_pod_is_a_target_with_the_labels_that_alerts_know_a_model_by()
    {
        var target = Assert.Single(ScrapeTargets.Of([Pod("digits-1", "10.0.0.1")]));

        Assert.Equal(["10.0.0.1:9090"], target.Targets);
        Assert.Equal(new Dictionary<string, string> { ["namespace"] = "vision", ["pod"] = "digits-1", ["inferencemodel"] = "digits" }, target.Labels);
    }

    [Fact]
    public void An_IPv6_address_has_brackets() => Assert.Equal(["[fd00::1]:9090"], Assert.Single(ScrapeTargets.Of([Pod("digits-1", "fd00::1")])).Targets);

    [Theory]
    [InlineData(null, "Pending")]
    [InlineData("10.0.0.1", "Failed")]
    [InlineData("10.0.0.1", "Succeeded")]
    public void A_pod_that_has_no_address_yet_or_has_ended_is_none(string? address, string phase) => Assert.Empty(ScrapeTargets.Of([Pod("digits-1", address, phase)]));

    private static Pod Pod(string name, string? address, string phase = "Running") => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "vision", Labels = new Dictionary<string, string> { ["inferenceplatform.io/model"] = "digits" } },
        Spec = new PodSpec(),
        Status = new PodStatus { PodIP = address, Phase = phase },
    };
}
