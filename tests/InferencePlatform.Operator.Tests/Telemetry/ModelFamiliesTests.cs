using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Telemetry;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Telemetry;

/// <summary>What the operator's page tells of models.</summary>
public sealed class ModelFamiliesTests
{
    private const string Labels = "namespace=\"vision\",inferencemodel=\"digits\"";

    [Fact]
    public void A_model_is_shown_with_its_conditions_replicas_generations_objective_and_version()
    {
        var model = Samples.Model("objectives: { latency: 50ms }", generation: 4) with
        {
            Status = new InferenceModelStatus
            {
                ObservedGeneration = 3,
                ReadyReplicas = 1,
                Conditions = [Condition("Ready", "False", "Starting"), Condition("Available", "True", "Serving"), Condition("Scheduled", "Unknown", "NoPods")],
                Model = new ModelReportStatus { TemplateHash = "abc", Name = "digits", Version = 7, Sha256 = "12ef" },
            },
        };

        var page = Page(model, DeploymentOf(model, replicas: 3));

        Assert.Contains($"inferencemodel_info{{{Labels},model=\"digits\",version=\"7\",sha256=\"12ef\",template=\"abc\"}} 1\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_condition{{{Labels},condition=\"Ready\",reason=\"Starting\"}} 0\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_condition{{{Labels},condition=\"Available\",reason=\"Serving\"}} 1\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_condition{{{Labels},condition=\"Scheduled\",reason=\"NoPods\"}} 0\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_generation{{{Labels}}} 4\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_observed_generation{{{Labels}}} 3\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_replicas_wanted{{{Labels}}} 3\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_replicas_ready{{{Labels}}} 1\n", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_latency_objective_seconds{{{Labels}}} 0.05\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_nothing_is_known_of_has_what_its_spec_asks_for_and_no_more()
    {
        var page = Page(Samples.Model("replicas: 2"), null);

        Assert.Equal(
            [$"inferencemodel_generation{{{Labels}}} 1", $"inferencemodel_replicas_wanted{{{Labels}}} 2"],
            page.Split('\n').Where(line => line.Length > 0 && line[0] != '#'));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("99999999999999999999s")]
    public void An_objective_that_cannot_be_read_is_left_out_and_the_rest_is_told(string latency)
    {
        var page = Page(Samples.Model($"objectives: {{ latency: {latency} }}"), null);

        Assert.DoesNotContain("inferencemodel_latency_objective_seconds{", page, StringComparison.Ordinal);
        Assert.Contains($"inferencemodel_replicas_wanted{{{Labels}}} 1\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Deployment_of_somebody_else_does_not_say_how_many_pods_are_wanted()
    {
        var model = Samples.Model("replicas: 2");
        var foreign = DeploymentOf(model, replicas: 9);

        var page = Page(model, foreign with { Metadata = foreign.Metadata with { OwnerReferences = null } });

        Assert.Contains($"inferencemodel_replicas_wanted{{{Labels}}} 2\n", page, StringComparison.Ordinal);
    }

    private static string Page(InferenceModel model, Deployment? deployment) => MetricsPage.Of(w => ModelFamilies.Write(w, [(model, deployment)]));

    private static Deployment DeploymentOf(InferenceModel model, int replicas)
    {
        var applied = Samples.Applied(model).OfType<Deployment>().Single();
        return applied with { Spec = applied.Spec with { Replicas = replicas } };
    }

    private static ModelCondition Condition(string type, string status, string reason) =>
        new() { Type = type, Status = status, Reason = reason, Message = "", ObservedGeneration = 1, LastTransitionTime = Samples.Now };
}
