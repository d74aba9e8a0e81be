using System.Diagnostics;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Nodes.Logs;
using InferencePlatform.Local.Nodes.Processes;

namespace InferencePlatform.Local.Nodes.Containers;

/// <summary>One run of a container: a process, its log, and its end.</summary>
internal sealed class ContainerProcess
{
    /// <summary>What is left in the pipes may take this long to arrive once the process has ended.</summary>
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly long _memoryKills = OutOfMemory.Kills();
    private volatile bool _killed;

    private ContainerProcess(Process process, ContainerLog log, DateTimeOffset startedAt)
    {
        _process = process;
        Log = log;
        StartedAt = startedAt;
        Pid = process.Id;
    }

    public int Pid { get; }

    public ContainerLog Log { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>How it ended; never fails.</summary>
    public Task<ContainerStateTerminated> Ended { get; private set; } = null!;

    /// <exception cref="IOException">The program cannot be started.</exception>
    public static async Task<ContainerProcess> StartAsync(
        ContainerCommand command, string folder, string logPath, Func<int, string?> readMessage, ProcessStarter starter, ProcessLedger ledger, TimeProvider time)
    {
        var log = new ContainerLog(logPath, time);
        Process? process = null;
        try
        {
            process = await starter.StartAsync(command.Program, command.Arguments, command.Environment, folder);
            ledger.Add(process.Id);
            var run = new ContainerProcess(process, log, time.GetUtcNow());
            run.Ended = run.WatchAsync(readMessage, ledger, time);
            return run;
        }
        catch
        {
            // What cannot be remembered may not run: nobody would find it after a crash.
            process?.Kill();
            process?.Dispose();
            log.Dispose();
            throw;
        }
    }

    /// <summary>Asks it to end, and makes it after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace, TimeProvider time, CancellationToken now)
    {
        if (!Ended.IsCompleted)
        {
            Posix.Signal(Pid, Posix.Terminate);
        }

        try
        {
            await Ended.WaitAsync(grace, time, now);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Kill();
            await Ended;
        }
    }

    public void Kill()
    {
        _killed = true;
        if (!Ended.IsCompleted)
        {
            Posix.SignalGroup(Pid, Posix.Kill);
            Posix.Signal(Pid, Posix.Kill);
        }
    }

    private async Task<ContainerStateTerminated> WatchAsync(Func<int, string?> readMessage, ProcessLedger ledger, TimeProvider time)
    {
        var output = Task.WhenAll(
            LogPump.RunAsync(_process.StandardOutput.BaseStream, "stdout", Log),
            LogPump.RunAsync(_process.StandardError.BaseStream, "stderr", Log));
        await _process.WaitForExitAsync(CancellationToken.None);
        var finishedAt = time.GetUtcNow();

        // A container ends with its first process: what that left behind ends too, and with it the pipes.
        Posix.SignalGroup(Pid, Posix.Kill);
        await Task.WhenAny(output, Task.Delay(LastOutput));
        Log.Dispose();
        ledger.Remove(Pid);
        var code = _process.ExitCode;
        _process.Dispose();
        return ExitReport.Of(code, _killed, OutOfMemory.Kills() > _memoryKills, readMessage(code), StartedAt, finishedAt);
    }
}
