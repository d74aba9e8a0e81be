using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.Deployments;

namespace InferencePlatform.Local.Tests.Controllers;

/// <summary>A Deployment and its ReplicaSets as a table writes them, and what the controller makes of them.</summary>
internal sealed class Rollout
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<ReplicaSet> _sets = [];

    public Rollout(int replicas, IntOrString? surge = null, IntOrString? unavailable = null) => Deployment = new()
    {
        Metadata = new() { Name = "digits", Namespace = "vision", Uid = "deployment", Generation = 1, CreationTimestamp = Start },
        Spec = new()
        {
            Replicas = replicas,
            Selector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "digits" } },
            Template = Template("new"),
            Strategy = new() { Type = "RollingUpdate", RollingUpdate = new() { MaxSurge = surge ?? 1, MaxUnavailable = unavailable ?? 0 } },
        },
    };

    public Deployment Deployment { get; private set; }

    public DateTimeOffset Now { get; set; } = Start;

    public IReadOnlyList<ReplicaSet> Sets => _sets;

    public Rollout Change(Func<Deployment, Deployment> change)
    {
        Deployment = change(Deployment);
        return this;
    }

    public Rollout Set(string version, int wanted, int available, int? desired = null, int? max = null, int? existing = null)
    {
        var template = PodTemplate.WithHash(Template(version), version);
        _sets.Add(new()
        {
            Metadata = new()
            {
                Name = $"digits-{version}",
                Namespace = "vision",
                Uid = $"set-{version}",
                Generation = 1,
                CreationTimestamp = Start + TimeSpan.FromMinutes(_sets.Count),
                Labels = template.Metadata!.Labels,
                Annotations = new Dictionary<string, string>
                {
                    [Annotations.Revision] = $"{_sets.Count + 1}",
                    [Annotations.DesiredReplicas] = $"{desired ?? Deployment.Spec.Replicas}",
                    [Annotations.MaxReplicas] = $"{max ?? (desired ?? Deployment.Spec.Replicas) + 1}",
                },
            },
            Spec = new() { Replicas = wanted, Template = template },
            Status = new() { Replicas = existing ?? wanted, ReadyReplicas = available, AvailableReplicas = available, ObservedGeneration = 1 },
        });
        return this;
    }

    public DeploymentPlan Decide(params Pod[] pods) => DeploymentDecision.Decide(Deployment, _sets, pods, Now);

    /// <summary>What each set is to have, in the form <c>old:2 new:1</c>.</summary>
    public string Wanted(params Pod[] pods)
    {
        var plan = Decide(pods);
        var sizes = _sets.Select(s => (Name: s.Metadata.Name!["digits-".Length..], Size: plan.Change.FirstOrDefault(c => c.Set == s)?.Replicas ?? s.Spec.Replicas));
        return string.Join(' ', sizes.Select(s => $"{s.Name}:{s.Size}").Concat(plan.Create is { } created ? [$"create:{created.Spec.Replicas}"] : []));
    }

    public Rollout Status(DeploymentStatus status) => Change(d => d with { Status = status });

    public Condition? Condition(string type, params Pod[] pods) => Decide(pods).Status.Conditions?.FirstOrDefault(c => c.Type == type);

    public static Pod PodOf(string version, bool deleting = false) => new()
    {
        Metadata = new()
        {
            Name = $"digits-{version}-x",
            DeletionTimestamp = deleting ? Start : null,
            OwnerReferences = [new() { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = $"digits-{version}", Uid = $"set-{version}", Controller = true }],
        },
        Status = new() { Phase = "Running" },
    };

    private static PodTemplateSpec Template(string version) => new()
    {
        Metadata = new() { Labels = new Dictionary<string, string> { ["app"] = "digits" } },
        Spec = new() { Containers = [new() { Name = "server", Image = $"server:{version}" }] },
    };
}
