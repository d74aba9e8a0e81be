using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InferencePlatform.Service.Runtime;

/// <summary>
/// Keeps ONNX Runtime's official Linux library from gathering what it runs and sending that to Microsoft, which it does
/// by default since 1.29. Gathering also ends the process by signal 11 where there is neither <c>/etc/machine-id</c> nor
/// a shell, as in small images (microsoft/onnxruntime#32173).
/// </summary>
internal static partial class NativeTelemetry
{
    /// <summary>Read by the library once, as its environment is made.</summary>
    public const string OptOut = "ORT_DISABLE_TELEMETRY";

    // .NET's own setter writes to a copy that native code does not see.
    [ModuleInitializer]
    internal static void TurnOff() => _ = SetEnvironmentVariable(OptOut, "1", overwrite: 1);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
