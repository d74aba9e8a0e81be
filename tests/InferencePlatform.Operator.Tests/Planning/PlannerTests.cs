using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Tests.Infrastructure;

namespace InferencePlatform.Operator.Tests.Planning;

public sealed class PlannerTests
{
    [Fact]
    public void A_new_model_has_all_its_objects_made_pods_last()
    {
        var steps = Steps(Samples.Snapshot(Samples.Model("replicas: 3")));

        Assert.Equal(
            ["make ServiceAccount digits", "make NetworkPolicy digits", "make Service digits", "make Service digits-headless", "make Deployment digits", "make PodDisruptionBudget digits", "make ServiceMonitor digits", "scale Deployment digits"],
            steps);
    }

    /// <summary>With a budget of at least one pod a single one could never leave its node.</summary>
    [Theory]
    [InlineData("replicas: 3", 1, "delete PodDisruptionBudget digits")]
    [InlineData("replicas: 3", 2, "")]
    [InlineData("replicas: 1", 2, "make PodDisruptionBudget digits")]
    [InlineData("autoscaling: { maxReplicas: 5, targetCallsInFlight: 10 }", 1, "delete PodDisruptionBudget digits")]
    public void The_disruption_budget_follows_the_pods_that_are_wanted_whoever_scales(string spec, int scaled, string step)
    {
        var model = Samples.Model($"{spec}\ndisruption: {{ minAvailable: 1 }}");
        var live = Change<Deployment>(Samples.Applied(model), d => d with
        {
            Metadata = d.Metadata with { Annotations = With(d.Metadata.Annotations!, "inferenceplatform.io/scaled-for", model.Spec.Autoscaling is null ? $"{model.Spec.Replicas}" : "autoscaling") },
            Spec = d.Spec with { Replicas = scaled },
        });

        Assert.Equal(step.Length == 0 ? [] : [step], Steps(Samples.Snapshot(model, live)));
    }

    [Fact]
    public void What_is_as_it_should_be_is_left_alone()
    {
        var model = Samples.Model();
        Assert.Empty(Steps(Samples.Snapshot(model, Samples.Applied(model))));
    }

    [Fact]
    public void Defaults_of_the_server_and_fields_of_others_do_not_matter()
    {
        var model = Samples.Model("replicas: 3");
        var live = Change<Deployment>(Samples.Applied(model), d => d with
        {
            Metadata = d.Metadata with
            {
                Generation = 4,
                Labels = With(d.Metadata.Labels!, "team", "vision"),
                Annotations = With(With(d.Metadata.Annotations!, "kubectl.kubernetes.io/last", "x"), "inferenceplatform.io/scaled-for", "3"),
            },
            Spec = d.Spec with
            {
                Replicas = 5,
                Paused = false,
                Template = d.Spec.Template! with
                {
                    Metadata = d.Spec.Template!.Metadata! with { Annotations = With(d.Spec.Template.Metadata!.Annotations!, "kubectl.kubernetes.io/restartedAt", "now") },
                    Spec = d.Spec.Template.Spec! with
                    {
                        RestartPolicy = "Always",
                        DnsPolicy = "ClusterFirst",
                        Containers = [.. d.Spec.Template.Spec!.Containers!, new Container { Name = "sidecar", Image = "mesh" }],
                    },
                },
            },
        });

        Assert.Empty(Steps(Samples.Snapshot(model, live)));
    }

    [Fact]
    public void A_field_of_ours_that_somebody_changed_is_put_right()
    {
        var model = Samples.Model();
        var live = Change<Service>(Samples.Applied(model), s => s.Metadata.Name == "digits" ? s with { Spec = s.Spec with { Selector = With(s.Spec.Selector!, "inferenceplatform.io/model", "other") } } : s);

        var step = Assert.Single(Plan(Samples.Snapshot(model, live)));
        Assert.Equal("spec.selector.inferenceplatform.io/model was changed by somebody else", step.Why);
    }

    [Fact]
    public void A_field_that_is_asked_for_no_longer_is_applied_away()
    {
        var live = Samples.Applied(Samples.Model("env: [{ name: A, value: x }]"));
        Assert.Equal(["change Deployment digits"], Steps(Samples.Snapshot(Samples.Model(generation: 2), live)));
    }

    [Fact]
    public void An_object_that_is_asked_for_no_longer_is_deleted()
    {
        var live = Samples.Applied(Samples.Model("replicas: 2")).Select(o => o is Deployment d ? ScaledFor(d, "2") : o);
        Assert.Equal(["delete PodDisruptionBudget digits", "scale Deployment digits"], Steps(Samples.Snapshot(Samples.Model("replicas: 1", 2), live)));
    }

    [Fact]
    public void An_object_of_somebody_else_is_left_alone_and_named()
    {
        var model = Samples.Model();
        var live = Change<Service>(Samples.Applied(model), s => s.Metadata.Name == "digits" ? new Service { Metadata = new ObjectMeta { Name = "digits", Namespace = "vision", Uid = "theirs" } } : s);

        var decision = Decision.Make(Samples.Snapshot(model, live), null);

        Assert.Empty(decision.Plan.Steps);
        var ready = decision.Status.Conditions!.Single(c => c.Type == "Ready");
        Assert.Equal("ObjectNotOurs", ready.Reason);
        Assert.Contains("Service digits", ready.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replicas: 5")]
    [InlineData("replicas: 0")]
    [InlineData("autoscaling: { minReplicas: 2, maxReplicas: 5, targetCallsInFlight: 8 }")]
    public void A_Deployment_of_somebody_else_is_not_scaled(string spec)
    {
        var theirs = new Deployment { Metadata = new ObjectMeta { Name = "digits", Namespace = "vision", Uid = "theirs" } };
        Assert.DoesNotContain(Steps(Samples.Snapshot(Samples.Model(spec), theirs)), s => s.Contains("Deployment", StringComparison.Ordinal));
    }

    [Fact]
    public void No_pods_are_made_under_an_account_of_somebody_else() =>
        NoPodsAreMadeBeside(new ServiceAccount { Metadata = new ObjectMeta { Name = "digits", Namespace = "vision", Uid = "theirs" } });

    [Fact]
    public void No_pods_are_made_under_a_NetworkPolicy_of_somebody_else() =>
        NoPodsAreMadeBeside(new NetworkPolicy { Metadata = new ObjectMeta { Name = "digits", Namespace = "vision", Uid = "theirs" } });

    [Fact]
    public void An_object_of_a_former_model_of_the_name_is_waited_for()
    {
        var model = Samples.Model();
        var live = Samples.Applied(model with { Metadata = model.Metadata with { Uid = "former" } });
        Assert.Equal(["make PodDisruptionBudget digits"], Steps(Samples.Snapshot(Samples.Model("replicas: 2"), live)));
    }

    [Fact]
    public void While_paused_nothing_is_done() => Assert.Empty(Steps(Samples.Snapshot(Samples.Model("paused: true"))));

    private static void NoPodsAreMadeBeside(KubernetesObject theirs)
    {
        var steps = Steps(Samples.Snapshot(Samples.Model("replicas: 2"), theirs));
        Assert.Contains("make Service digits", steps);
        Assert.DoesNotContain(steps, s => s.EndsWith("Deployment digits", StringComparison.Ordinal));
    }

    private static List<string> Steps(Snapshot snapshot) => [.. Plan(snapshot).Select(s => $"{s.Verb} {s.Target}")];

    private static IReadOnlyList<Step> Plan(Snapshot snapshot) => Decision.Make(snapshot, null).Plan.Steps;

    private static IEnumerable<KubernetesObject> Change<T>(IEnumerable<KubernetesObject> objects, Func<T, T> change)
        where T : KubernetesObject => objects.Select(o => o is T t ? change(t) : o);

    private static Deployment ScaledFor(Deployment d, string value) => d with { Metadata = d.Metadata with { Annotations = With(d.Metadata.Annotations!, Annotations.ScaledFor, value) } };

    private static SortedDictionary<string, string> With(IReadOnlyDictionary<string, string> map, string key, string value)
    {
        var copy = ModelNames.Sorted(map);
        copy[key] = value;
        return copy;
    }
}
