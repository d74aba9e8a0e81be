using System.Runtime.InteropServices;

namespace InferencePlatform.Service.Hosting;

/// <summary>
/// Takes SIGTERM and SIGINT: the first asks the server to stop in good order, a second ends the process at once.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    private const int SignalExitBase = 128;

    private readonly TaskCompletionSource<PosixSignal> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take), PosixSignalRegistration.Create(PosixSignal.SIGINT, Take)];

    /// <summary>Ends with the first signal.</summary>
    public Task<PosixSignal> First => _first.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_first.TrySetResult(context.Signal))
        {
            // Nothing may hold this up: no finalizers, no native destructors under threads that still compute. Default
            // handling would not do either, for it is ignored in a container's first process.
            EndNow(SignalExitBase + (context.Signal == PosixSignal.SIGINT ? 2 : 15));
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void EndNow(int code);
}
