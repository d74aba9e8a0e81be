using System.Runtime.InteropServices;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Hosting;

/// <summary>Looks at the repository again on SIGHUP, as daemons do.</summary>
internal static class ReloadSignal
{
    /// <summary>Takes the signal, unless a terminal is there: then it means that the terminal was closed.</summary>
    public static PosixSignalRegistration? Register(ModelRepository repository) =>
        Console.IsInputRedirected
            ? PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                _ = repository.ReloadAsync(CancellationToken.None);
            })
            : null;
}
