using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Nodes;
using InferencePlatform.Local.Nodes.Pods;
using InferencePlatform.Local.Nodes.Processes;
using InferencePlatform.Local.Nodes.Volumes;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Local.Tests.Nodes;

/// <summary>A node whose only image, <c>shell</c>, is a shell: a container's args are a script.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly List<PodWorker> _workers = [];
    private readonly ProcessStarter _starter = new();
    private readonly EventRecorder _recorder;

    public TestNode(TimeProvider? time = null)
    {
        _recorder = new EventRecorder(Client, new() { ReportingController = "test" }, NullLogger<EventRecorder>.Instance);
        Ledger = new ProcessLedger(Path.Combine(Folder, "processes"));
        Services = new(
            Client, Folder, new Images(new Dictionary<string, string> { ["shell"] = "/bin/sh" }), new PodAddresses(), _starter, Ledger,
            new PodVolumes(Client), new PodEvents(_recorder, NullLogger.Instance), time ?? TimeProvider.System, NullLogger.Instance);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("inference-platform-node-").FullName;

    public RecordingClient Client { get; } = new();

    public ProcessLedger Ledger { get; }

    public NodeServices Services { get; }

    public PodWorker Start(Pod pod)
    {
        var worker = new PodWorker(pod, Services);
        _workers.Add(worker);
        return worker;
    }

    public static Pod Pod(string script, Func<Container, Container>? change = null, Func<PodSpec, PodSpec>? spec = null)
    {
        var container = new Container { Name = "server", Image = "shell", Args = ["-c", script] };
        var containers = new PodSpec { Containers = [change?.Invoke(container) ?? container], NodeName = NodeFit.NodeName };
        return new()
        {
            Metadata = new() { Name = "pod", Namespace = "test", Uid = Guid.NewGuid().ToString() },
            Spec = spec?.Invoke(containers) ?? containers,
        };
    }

    /// <summary>What a container of a pod has written so far, without its times.</summary>
    public string Log(Pod pod, string container = "server", int restart = 0)
    {
        var folder = PodFolder.Of(Folder, pod).Log(container);
        return string.Join('\n', InferencePlatform.Local.Nodes.Logs.LogReader.Read(
            InferencePlatform.Local.Nodes.Logs.LogFiles.PathOf(folder, restart)).Select(e => e.Text));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            worker.Kill(deleted: false);
            await worker.Ended;
            worker.Dispose();
        }

        await _recorder.DisposeAsync();
        _starter.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
