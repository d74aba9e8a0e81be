using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InferencePlatform.Service.Runtime.Native;

/// <summary>What a function of ONNX Runtime's C API gives back: nothing, or what went wrong.</summary>
internal static unsafe class OrtStatus
{
    /// <param name="status">An <c>OrtStatus*</c>; freed here.</param>
    /// <exception cref="OrtException">The function failed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(nint status)
    {
        if (status != 0)
        {
            Throw(status);
        }
    }

    private static void Throw(nint status)
    {
        var code = OrtFunctions.GetErrorCode(status);
        var message = Marshal.PtrToStringUTF8(OrtFunctions.GetErrorMessage(status));
        OrtFunctions.ReleaseStatus(status);
        throw new OrtException(code, message ?? "");
    }
}
