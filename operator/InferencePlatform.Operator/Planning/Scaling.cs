using System.Globalization;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Rendering;

namespace InferencePlatform.Operator.Planning;

/// <summary>
/// When the operator sets a Deployment's replicas because of the spec: when <c>spec.replicas</c> is another than the one
/// remembered on the Deployment. Whoever scales the Deployment itself in between is left alone.
/// </summary>
internal static class Scaling
{
    /// <summary>What is remembered while an autoscaler has the number.</summary>
    public const string Autoscaled = "autoscaling";

    public static IEnumerable<Step> Plan(Snapshot snapshot)
    {
        var spec = snapshot.Model.Spec;
        var name = snapshot.Model.Metadata.Name!;
        var uid = snapshot.Deployment?.Metadata.Uid;
        var wanted = spec.Replicas ?? 1;
        var remembered = snapshot.Deployment?.Metadata.Annotations?.GetValueOrDefault(Annotations.ScaledFor);
        if (spec.Autoscaling is { } autoscaling)
        {
            var first = Math.Min(Math.Max(wanted, autoscaling.MinReplicas ?? 1), autoscaling.MaxReplicas);
            if (remembered != Autoscaled)
            {
                yield return new Step.Scale(name, uid, remembered is null ? first : null, Autoscaled, "an autoscaler has the number of pods from now on");
            }
        }
        else if ((remembered ?? "1") != Text(wanted))
        {
            yield return new Step.Scale(name, uid, wanted, Text(wanted), "spec.replicas is another");
        }
    }

    /// <summary>The pods that are wanted now: what is about to be set, or what whoever scales has set.</summary>
    public static int Wanted(Snapshot snapshot) =>
        Plan(snapshot).OfType<Step.Scale>().Select(s => s.Replicas).FirstOrDefault() ?? snapshot.Deployment?.Spec.Replicas ?? 1;

    private static string Text(int replicas) => replicas.ToString(CultureInfo.InvariantCulture);
}
