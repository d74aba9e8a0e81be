using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers;

/// <summary>Lists of conditions, as controllers keep them.</summary>
internal static class Conditions
{
    public static Condition? Find(this IReadOnlyList<Condition>? conditions, string type) => conditions?.FirstOrDefault(c => c.Type == type);

    /// <summary>Puts a condition in the place of the one of its type. The transition time stays while the status does.</summary>
    public static IReadOnlyList<Condition> With(this IReadOnlyList<Condition>? conditions, Condition condition, DateTimeOffset now)
    {
        var before = conditions.Find(condition.Type);
        var since = before?.Status == condition.Status ? before.LastTransitionTime : now;
        return [.. (conditions ?? []).Where(c => c.Type != condition.Type), condition with { LastTransitionTime = since ?? now }];
    }

    public static IReadOnlyList<Condition> Without(this IReadOnlyList<Condition>? conditions, string type) => [.. (conditions ?? []).Where(c => c.Type != type)];
}
