using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;

namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>Says what is known of a pod as Kubernetes says it.</summary>
internal static class PodStatusDecision
{
    public static PodStatus Decide(Pod pod, PodStatus? before, PodObservation seen, DateTimeOffset now)
    {
        if (seen.Unschedulable is { } reason)
        {
            return new()
            {
                Phase = "Pending",
                Conditions = (before?.Conditions).With(new() { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = reason }, now),
                QosClass = before?.QosClass,
            };
        }

        var waiting = seen.Waiting ?? new() { Reason = seen.Initialized || pod.Spec.InitContainers is not { Count: > 0 } ? "ContainerCreating" : "PodInitializing" };
        ContainerStatus[] inits = [.. (pod.Spec.InitContainers ?? []).Select(c => Of(c, seen, waiting))];
        ContainerStatus[] containers = [.. (pod.Spec.Containers ?? []).Select(c => Of(c, seen, waiting))];
        var unready = containers.Where(c => !c.Ready).Select(c => c.Name).ToList();
        var undone = inits.Where(c => c.State?.Terminated is not { ExitCode: 0 }).Select(c => c.Name).ToList();
        var phase = Phase(pod, inits, containers);
        var why = unready.Count == 0 ? (null, null) : phase == "Succeeded" ? ("PodCompleted", null) : ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
        return new()
        {
            Phase = phase,
            PodIP = seen.PodIP,
            PodIPs = seen.PodIP is { } ip ? [new() { Ip = ip }] : null,
            HostIP = "127.0.0.1",
            StartTime = seen.StartTime,
            QosClass = before?.QosClass ?? "Burstable",
            InitContainerStatuses = inits.Length == 0 ? null : inits,
            ContainerStatuses = containers,
            Conditions = (before?.Conditions)
                .With(Condition("PodScheduled", true, (null, null)), now)
                .With(Condition("Initialized", undone.Count == 0 || seen.Initialized, ("ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', undone)}]")), now)
                .With(Condition("ContainersReady", unready.Count == 0, why), now)
                .With(Condition("Ready", unready.Count == 0, why), now),
        };
    }

    private static ContainerStatus Of(Container container, PodObservation seen, ContainerStateWaiting waiting) =>
        seen.Containers.GetValueOrDefault(container.Name) ?? new()
        {
            Name = container.Name,
            Image = container.Image,
            ImageID = "",
            Started = false,
            State = new() { Waiting = waiting },
        };

    private static Condition Condition(string type, bool holds, (string? Reason, string? Message) otherwise) => new()
    {
        Type = type,
        Status = holds ? "True" : "False",
        Reason = holds ? null : otherwise.Reason,
        Message = holds ? null : otherwise.Message,
    };

    private static string Phase(Pod pod, ContainerStatus[] inits, ContainerStatus[] containers)
    {
        var policy = pod.Spec.RestartPolicy ?? "Always";
        if (policy == "Never" && inits.Any(c => c.State?.Terminated is { ExitCode: not 0 }))
        {
            return "Failed";
        }

        var ended = containers.Length > 0 && containers.All(c => c.State?.Terminated is not null);
        if (ended && (policy == "Never" || (policy == "OnFailure" && containers.All(c => c.State?.Terminated is { ExitCode: 0 }))))
        {
            return containers.All(c => c.State?.Terminated is { ExitCode: 0 }) ? "Succeeded" : "Failed";
        }

        return containers.Any(c => c.State?.Running is not null || c.State?.Terminated is not null || c.LastState?.Terminated is not null) ? "Running" : "Pending";
    }
}
