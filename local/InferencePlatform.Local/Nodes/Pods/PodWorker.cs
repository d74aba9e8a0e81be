using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;
using InferencePlatform.Local.Nodes.Containers;
using InferencePlatform.Local.Nodes.Logs;
using InferencePlatform.Local.Nodes.Volumes;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>The life of one pod on this node: address, volumes, init containers, containers, end.</summary>
internal sealed partial class PodWorker : IDisposable
{
    public const int DefaultGraceSeconds = 30;

    private static readonly TimeSpan RetryVolumes = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryDelete = TimeSpan.FromSeconds(1);

    private readonly Pod _pod;
    private readonly NodeServices _node;
    private readonly PodFolder _folder;
    private readonly PodStatusWriter _status;
    private readonly PodStop _stop = new();
    private readonly Dictionary<string, ContainerRunner> _runners = [];
    private volatile bool _deleted;

    public PodWorker(Pod pod, NodeServices node)
    {
        _pod = pod;
        _node = node;
        _folder = PodFolder.Of(node.StateFolder, pod);
        _status = new PodStatusWriter(pod, node.Client, node.Time, node.Log);
        Ended = Task.Run(RunAsync);
    }

    public string Uid => _pod.Metadata.Uid!;

    /// <summary>What the pod itself wants to be given to end.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(_pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds);

    /// <summary>Ends when nothing of the pod runs any more; never fails.</summary>
    public Task Ended { get; }

    public string LogFolder(string container) => _folder.Log(container);

    /// <summary>The log of a container that runs now.</summary>
    public ContainerLog? LiveLog(string container)
    {
        lock (_runners)
        {
            return _runners.GetValueOrDefault(container)?.Log is { IsComplete: false } log ? log : null;
        }
    }

    /// <summary>Ends it because it is being deleted, or because the platform ends.</summary>
    public void Stop(TimeSpan grace, bool deleted)
    {
        _deleted |= deleted;
        _stop.Request(grace);
    }

    /// <summary>Ends it at once: the API has it no longer, or the platform is in a hurry.</summary>
    public void Kill(bool deleted)
    {
        _deleted |= deleted;
        _stop.AtOnce();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _status.Dispose();
    }

    private async Task RunAsync()
    {
        using var writing = new CancellationTokenSource();
        var writer = _status.RunAsync(writing.Token);
        var address = "";
        try
        {
            address = await StartAsync();
            await RunContainersAsync(address);
            await StoppedAsync();
        }
        catch (OperationCanceledException) when (_stop.Requested.IsCancellationRequested)
        {
            // It was told to end before it had begun.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailed(_node.Log, ObjectKey.Of(_pod), e.Message);
            _status.Update(s => s with { Waiting = new() { Reason = "CreateContainerError", Message = e.Message } });
            await StoppedAsync();
        }

        await EndWritingAsync(writing, writer);
        if (_deleted)
        {
            await ConfirmDeletionAsync();
            _folder.Delete();
        }

        // Nobody may get the address while a connection to it could still mean this pod.
        _node.Addresses.GiveBack(address);
    }

    private async Task<string> StartAsync()
    {
        Directory.CreateDirectory(_folder.Root);
        var address = _node.Addresses.TryTake(_pod.Status?.PodIP) ? _pod.Status!.PodIP! : _node.Addresses.Take();
        if (address is null)
        {
            throw new IOException($"All {PodAddresses.Capacity} addresses of the node are taken.");
        }

        _status.Update(s => s with { PodIP = address, StartTime = _pod.Status?.StartTime ?? _node.Time.GetUtcNow() });
        return address;
    }

    private async Task RunContainersAsync(string address)
    {
        _stop.Requested.ThrowIfCancellationRequested();
        if (_pod.HasEnded() || RefusesImages())
        {
            return;
        }

        var volumes = await PrepareVolumesAsync();
        foreach (var container in _pod.Spec.InitContainers ?? [])
        {
            if (!await Runner(container, address).RunAsync(isInit: true, volumes))
            {
                return;
            }
        }

        _stop.Requested.ThrowIfCancellationRequested();
        _status.Update(s => s with { Initialized = true });
        await Task.WhenAll((_pod.Spec.Containers ?? []).Select(c => Runner(c, address).RunAsync(isInit: false, volumes)));
    }

    /// <summary>A pod whose work is done stays until it is deleted.</summary>
    private async Task StoppedAsync() => await Task.WhenAny(Task.Delay(Timeout.Infinite, _stop.Requested));

    private ContainerRunner Runner(Container container, string address)
    {
        var runner = new ContainerRunner(_pod, container, address, _folder, _node, _status, _stop);
        lock (_runners)
        {
            _runners[container.Name] = runner;
        }

        return runner;
    }

    /// <summary>A pod with an image that cannot run here waits, and says why, until it is deleted.</summary>
    private bool RefusesImages()
    {
        var unknown = (_pod.Spec.InitContainers ?? []).Concat(_pod.Spec.Containers ?? []).FirstOrDefault(c => _node.Images.Program(c.Image) is null);
        if (unknown is null)
        {
            return false;
        }

        var message = _node.Images.Refusal(unknown.Image);
        _node.Events.Warning(_pod, Images.NotAvailable, message);
        _status.Update(s => s with { Waiting = new() { Reason = Images.NotAvailable, Message = message } });
        return true;
    }

    private async Task<IReadOnlyDictionary<string, string>> PrepareVolumesAsync()
    {
        while (true)
        {
            try
            {
                return await _node.Volumes.PrepareAsync(_pod, _folder, _stop.Requested);
            }
            catch (VolumeException e)
            {
                _node.Events.Warning(_pod, e.Reason, e.Message);
                _status.Update(s => s with { Waiting = new() { Reason = e.Reason == Images.NotAvailable ? e.Reason : "ContainerCreating", Message = e.Message } });
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _node.Events.Warning(_pod, "FailedMount", e.Message);
                _status.Update(s => s with { Waiting = new() { Reason = "ContainerCreating", Message = e.Message } });
            }
            catch (Exception e) when (e is ApiException or HttpRequestException)
            {
                LogFailed(_node.Log, ObjectKey.Of(_pod), e.Message);
            }

            await Task.Delay(RetryVolumes, _node.Time, _stop.Requested);
        }
    }

    private async Task EndWritingAsync(CancellationTokenSource writing, Task writer)
    {
        await writing.CancelAsync();
        await Task.WhenAny(writer);
        await _status.TryWriteAsync(CancellationToken.None);
    }

    /// <summary>Tells the API server that the pod has ended, so that the object may go.</summary>
    private async Task ConfirmDeletionAsync()
    {
        while (true)
        {
            try
            {
                await _node.Client.DeleteAsync<Pod>(ObjectKey.Of(_pod), new() { GracePeriodSeconds = 0, Uid = Uid }, CancellationToken.None);
                return;
            }
            catch (ApiException e) when (e.IsNotFound || e.IsConflict)
            {
                return;
            }
            catch (Exception e) when (e is ApiException or HttpRequestException)
            {
                LogFailed(_node.Log, ObjectKey.Of(_pod), e.Message);
            }

            // The server may be gone for good while the platform ends: then the next one finds the pod as it is.
            if (_stop.Now.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(RetryDelete, _node.Time);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "PodFailed", Message = "Pod {Pod}: {Reason}")]
    private static partial void LogFailed(ILogger log, ObjectKey pod, string reason);
}
