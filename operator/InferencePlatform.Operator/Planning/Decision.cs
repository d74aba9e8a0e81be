using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;
using InferencePlatform.Operator.Status;

namespace InferencePlatform.Operator.Planning;

/// <summary>All that is to be done about one model.</summary>
/// <param name="Plan">The calls to make.</param>
/// <param name="Status">The status to have.</param>
/// <param name="TemplateHash">The pod template that the spec asks for; null where the spec cannot be carried out.</param>
/// <param name="LookAgain">After this something may be different without any object changing; null where not.</param>
internal sealed record Decision(Plan Plan, InferenceModelStatus Status, string? TemplateHash, TimeSpan? LookAgain)
{
    /// <summary>Gathered facts in, decision out; nothing is read or written here.</summary>
    public static Decision Make(Snapshot snapshot, InferenceModelStatus? before)
    {
        var problem = SpecCheck.Find(snapshot);
        IReadOnlyList<KubernetesObject> desired = [];
        try
        {
            desired = problem is null ? Renderer.Render(snapshot.Model, RenderChoice.Choose(snapshot), snapshot.Capabilities, Scaling.Wanted(snapshot)) : [];
        }
        catch (FormatException e)
        {
            // A value that the rules of an older CRD let through.
            problem = new Problem(Reasons.SpecInvalid, e.Message);
        }

        var hash = desired.OfType<Deployment>().Select(Rendering.TemplateHash.Of).FirstOrDefault();
        problem ??= ForeignProblem(snapshot, desired) ?? SpecCheck.Explain(snapshot.Refusal, snapshot.Model.Spec);
        var plan = desired.Count == 0 || snapshot.Model.Spec.Paused == true ? Plan.Nothing : Planner.Create(snapshot, desired);
        var facts = Facts.Of(snapshot, hash, problem);
        return new Decision(plan, StatusBuilder.Build(facts, before), hash, LookAgainAfter(facts));
    }

    private static Problem? ForeignProblem(Snapshot snapshot, IReadOnlyList<KubernetesObject> desired)
    {
        var foreign = Planner.FindForeign(snapshot, desired).Select(ObservedObjects.Describe).ToList();
        return foreign.Count == 0 ? null : new Problem(
            Reasons.ObjectNotOurs,
            $"{string.Join(", ", foreign)} of this namespace {(foreign.Count == 1 ? "was" : "were")} not made for this InferenceModel, and so {(foreign.Count == 1 ? "is" : "are")} left as found. Delete or rename what is there, or give the InferenceModel another name.");
    }

    private static TimeSpan? LookAgainAfter(Facts facts) => facts.Pods.Select(p => PodFailures.NextLook(p, facts.Snapshot.Now)).Min();
}
