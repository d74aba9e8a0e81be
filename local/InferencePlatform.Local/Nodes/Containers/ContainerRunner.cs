using System.Globalization;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Nodes.Logs;
using InferencePlatform.Local.Nodes.Pods;
using InferencePlatform.Local.Nodes.Probes;
using InferencePlatform.Local.Nodes.Volumes;

namespace InferencePlatform.Local.Nodes.Containers;

/// <summary>The life of one container: started, probed, started again with a back-off, stopped with its pod.</summary>
internal sealed class ContainerRunner(Pod pod, Container container, string podIP, PodFolder folder, NodeServices node, PodStatusWriter status, PodStop stop)
{
    private readonly RestartBackOff _backOff = new();
    private ContainerStatus _seen = FirstStatus(pod, container);

    /// <summary>The log of the present run, while there is one.</summary>
    public ContainerLog? Log { get; private set; }

    /// <summary>Runs it until its work is done or the pod stops.</summary>
    /// <param name="isInit">Whether ending with 0 is what is wanted of it, whatever the restart policy.</param>
    /// <param name="volumes">Folders of the pod's volumes.</param>
    /// <returns>Whether it ended well.</returns>
    public async Task<bool> RunAsync(bool isInit, IReadOnlyDictionary<string, string> volumes)
    {
        while (true)
        {
            var started = node.Time.GetUtcNow();
            var ended = await RunOnceAsync(isInit, volumes);
            var policy = pod.Spec.RestartPolicy ?? "Always";
            if (stop.Requested.IsCancellationRequested || (ended.ExitCode == 0 && (isInit || policy == "OnFailure")) || policy == "Never")
            {
                See(_seen with { State = new() { Terminated = ended }, Ready = isInit && ended.ExitCode == 0, Started = false });
                return ended.ExitCode == 0;
            }

            await WaitForRestartAsync(ended, _backOff.After(node.Time.GetUtcNow() - started));
            if (stop.Requested.IsCancellationRequested)
            {
                return false;
            }

            _seen = _seen with { RestartCount = _seen.RestartCount + 1, LastState = new() { Terminated = ended } };
        }
    }

    private async Task WaitForRestartAsync(ContainerStateTerminated ended, TimeSpan wait)
    {
        if (wait == TimeSpan.Zero)
        {
            return;
        }

        var seconds = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var message = $"back-off {seconds}s restarting failed container={container.Name} pod={pod.Metadata.Name}_{pod.Metadata.Namespace}({pod.Metadata.Uid})";
        See(_seen with { State = new() { Waiting = new() { Reason = "CrashLoopBackOff", Message = message } }, LastState = new() { Terminated = ended }, Ready = false, Started = false });
        node.Events.Warning(pod, "BackOff", $"Back-off restarting failed container {container.Name} in pod {ObjectKey.Of(pod)}");
        try
        {
            await Task.Delay(wait, node.Time, stop.Requested);
        }
        catch (OperationCanceledException)
        {
            // The pod stops: there is no next start to wait for.
        }
    }

    private async Task<ContainerStateTerminated> RunOnceAsync(bool isInit, IReadOnlyDictionary<string, string> volumes)
    {
        ContainerProcess process;
        try
        {
            process = await StartAsync(volumes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or VolumeException)
        {
            node.Events.Warning(pod, "Failed", e.Message);
            var now = node.Time.GetUtcNow();
            return new() { ExitCode = 128, Reason = "StartError", Message = e.Message, StartedAt = now, FinishedAt = now };
        }

        Log = process.Log;
        See(_seen with
        {
            State = new() { Running = new() { StartedAt = process.StartedAt } },
            ContainerID = $"process://{process.Pid}",
            Ready = !isInit && container.ReadinessProbe is null && container.StartupProbe is null,
            Started = container.StartupProbe is null,
        });
        node.Events.Normal(pod, "Started", $"Started container {container.Name}");
        using var probing = new CancellationTokenSource();
        var probes = isInit ? Task.CompletedTask : ProbeAsync(process, probing.Token);
        try
        {
            await process.Ended.WaitAsync(stop.Requested);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process);
        }

        await probing.CancelAsync();
        await probes;
        return await process.Ended;
    }

    private Task<ContainerProcess> StartAsync(IReadOnlyDictionary<string, string> volumes)
    {
        var message = folder.TerminationMessage(container.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(message)!);
        File.Delete(message);
        var log = LogFiles.Prepare(folder.Log(container.Name), _seen.RestartCount);
        var mounts = MountTable.Of(container, volumes, message);
        var command = ContainerCommand.Of(pod, container, node.Images.Program(container.Image)!, podIP, mounts, Environment.GetEnvironmentVariable);
        return ContainerProcess.StartAsync(command, folder.Root, log, code => TerminationMessage.Read(container, message, log, code) is { } text ? mounts.Restore(text) : null, node.Starter, node.Ledger, node.Time);
    }

    private async Task StopAsync(ContainerProcess process)
    {
        var since = node.Time.GetTimestamp();
        node.Events.Normal(pod, "Killing", $"Stopping container {container.Name}");
        if (container.Lifecycle?.PreStop?.Sleep is { } sleep)
        {
            var wait = TimeSpan.FromSeconds(sleep.Seconds) < stop.Grace ? TimeSpan.FromSeconds(sleep.Seconds) : stop.Grace;
            await Task.WhenAny(process.Ended, Task.Delay(wait, node.Time, stop.Now));
        }

        var left = stop.Grace - node.Time.GetElapsedTime(since);
        await process.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, node.Time, stop.Now);
    }

    private async Task ProbeAsync(ContainerProcess process, CancellationToken cancellationToken)
    {
        var client = new ProbeClient(podIP, container);
        try
        {
            if (container.StartupProbe is { } startup)
            {
                await new ProbeLoop(startup, client, node.Time).RunAsync((passed, result) => OnStartup(process, passed, result), cancellationToken);
                if (_seen.Started != true)
                {
                    return;
                }
            }

            await Task.WhenAll(
                container.ReadinessProbe is { } readiness
                    ? new ProbeLoop(readiness, client, node.Time).RunAsync((passed, result) => OnReadiness(passed, result), cancellationToken)
                    : Task.CompletedTask,
                container.LivenessProbe is { } liveness
                    ? new ProbeLoop(liveness, client, node.Time).RunAsync((passed, result) => OnLiveness(process, passed, result), cancellationToken)
                    : Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            // The container has ended.
        }
    }

    private bool OnStartup(ContainerProcess process, bool? passed, ProbeResult result)
    {
        if (passed != true)
        {
            return OnFailure(process, "Startup", container.StartupProbe!, passed, result);
        }

        See(_seen with { Started = true, Ready = container.ReadinessProbe is null });
        return false;
    }

    private bool OnReadiness(bool? passed, ProbeResult result)
    {
        if (!result.Success)
        {
            node.Events.Warning(pod, "Unhealthy", $"Readiness probe failed: {result.Message}");
        }

        if (passed is { } ready && ready != _seen.Ready)
        {
            See(_seen with { Ready = ready });
        }

        return true;
    }

    private bool OnLiveness(ContainerProcess process, bool? passed, ProbeResult result) =>
        passed == true || OnFailure(process, "Liveness", container.LivenessProbe!, passed, result);

    private bool OnFailure(ContainerProcess process, string kind, Probe probe, bool? passed, ProbeResult result)
    {
        node.Events.Warning(pod, "Unhealthy", $"{kind} probe failed: {result.Message}");
        if (passed is null || stop.Requested.IsCancellationRequested)
        {
            return true;
        }

        node.Events.Normal(pod, "Killing", $"Container {container.Name} failed {kind.ToLowerInvariant()} probe, will be restarted");
        var grace = TimeSpan.FromSeconds(probe.TerminationGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? PodWorker.DefaultGraceSeconds);
        _ = process.StopAsync(grace, node.Time, stop.Now);
        return false;
    }

    /// <summary>
    /// Goes on from where an earlier platform left: what ran then has ended with it, which counts as a restart.
    /// </summary>
    private static ContainerStatus FirstStatus(Pod pod, Container container)
    {
        var before = (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).FirstOrDefault(c => c.Name == container.Name);
        var ended = before?.State switch
        {
            { Terminated: { } terminated } => terminated,
            { Running: { } running } => new() { ExitCode = 137, Signal = 9, Reason = "Error", Message = "It ended with the platform that ran it.", StartedAt = running.StartedAt },
            _ => null,
        };
        return new()
        {
            Name = container.Name,
            Image = container.Image,
            ImageID = container.Image,
            RestartCount = (before?.RestartCount ?? 0) + (ended is null ? 0 : 1),
            LastState = ended is null ? before?.LastState : new() { Terminated = ended },
        };
    }

    private void See(ContainerStatus seen)
    {
        _seen = seen;
        status.Update(s => s.With(seen));
    }
}
