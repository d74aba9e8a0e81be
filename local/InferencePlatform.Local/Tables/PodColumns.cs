using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Tables;

/// <summary>The columns of pods, whose status column sums up the states of all containers.</summary>
internal static class PodColumns
{
    public static IReadOnlyList<TableColumn> All(TableColumn name, TableColumn age) =>
    [
        name,
        new("Ready", (o, _) => $"{Statuses(o).Count(s => s["ready"].Flag() && s.At("state", "running") is not null)}/{o.At("spec", "containers").Objects().Count()}"),
        new("Status", (o, _) => Status(o)),
        new("Restarts", (o, now) => Restarts(o, now)),
        age,
        Wide("IP", o => o.TextAt("status", "podIP")),
        Wide("Node", o => o.TextAt("spec", "nodeName")),
        Wide("Nominated Node", _ => ""),
        Wide("Readiness Gates", _ => ""),
    ];

    private static TableColumn Wide(string name, Func<JsonObject, string> value) =>
        new(name, (o, _) => value(o) is { Length: > 0 } text ? text : "<none>") { Priority = 1 };

    private static IEnumerable<JsonObject> Statuses(JsonObject pod) => pod.At("status", "containerStatuses").Objects();

    private static string Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = Initializing(pod) is null ? Statuses(pod) : pod.At("status", "initContainerStatuses").Objects();
        var count = statuses.Sum(s => s["restartCount"].Integer() ?? 0);
        var last = statuses.Select(s => s.At("lastState", "terminated", "finishedAt")).Where(t => t is not null).MaxBy(t => t.Text(), StringComparer.Ordinal);
        return count.ToString(CultureInfo.InvariantCulture) + (count > 0 && last is not null ? $" ({HumanDuration.Since(last, now)} ago)" : "");
    }

    private static string Status(JsonObject pod)
    {
        var phase = pod.TextAt("status", "phase");
        if (pod.At("metadata", "deletionTimestamp") is not null && phase is not ("Succeeded" or "Failed"))
        {
            return "Terminating";
        }

        if (Initializing(pod) is { } initializing)
        {
            return "Init:" + initializing;
        }

        var reason = pod.TextAt("status", "reason") is { Length: > 0 } given ? given : phase;
        foreach (var state in Statuses(pod).Reverse().Select(s => s["state"]))
        {
            reason = state.TextAt("waiting", "reason") is { Length: > 0 } waiting ? waiting
                : state.At("terminated") is { } terminated ? Ending(terminated)
                : reason;
        }

        return reason == "Completed" && Statuses(pod).Any(s => s.At("state", "running") is not null)
            ? Statuses(pod).Any(s => s["ready"].Flag()) ? "Running" : "NotReady"
            : reason;
    }

    /// <summary>What the first unfinished init container does; null once all are done.</summary>
    private static string? Initializing(JsonObject pod)
    {
        var all = pod.At("spec", "initContainers").Objects().Count();
        foreach (var (index, status) in pod.At("status", "initContainerStatuses").Objects().Index())
        {
            var state = status["state"];
            if (state.At("terminated") is { } terminated)
            {
                if (terminated["exitCode"].Integer() == 0)
                {
                    continue;
                }

                return Ending(terminated);
            }

            return state.TextAt("waiting", "reason") is { Length: > 0 } reason && reason != "PodInitializing" ? reason : $"{index}/{all}";
        }

        return null;
    }

    private static string Ending(JsonNode terminated) =>
        terminated.TextAt("reason") is { Length: > 0 } reason ? reason
        : terminated["signal"].Integer() is > 0 and var signal ? $"Signal:{signal}"
        : $"ExitCode:{terminated["exitCode"]}";
}
