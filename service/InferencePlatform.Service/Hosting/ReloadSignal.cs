using System.Runtime.InteropServices;

namespace InferencePlatform.Service.Hosting;

/// <summary>Looks at the repository and the certificate again on SIGHUP, as daemons do.</summary>
internal static class ReloadSignal
{
    /// <summary>Takes the signal, unless a terminal is there: then it means that the terminal was closed.</summary>
    public static PosixSignalRegistration? Register(InferenceServer server) =>
        Console.IsInputRedirected
            ? PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                _ = server.ReloadAsync();
            })
            : null;
}
