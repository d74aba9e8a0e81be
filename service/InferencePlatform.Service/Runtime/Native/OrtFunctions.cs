using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Runtime.Native;

/// <summary>
/// The functions of ONNX Runtime's C API that a run needs, as pointers into the library. Their places in the library's
/// table are those of the official C# API's <see cref="OrtApi"/>; their parameters are those of
/// <c>onnxruntime_c_api.h</c>. Every <c>OrtStatus*</c> returned goes to <see cref="OrtStatus.Check"/>.
/// </summary>
internal static unsafe partial class OrtFunctions
{
    /// <summary>The API's version since which all functions here exist (<c>GetTensorElementTypeAndShapeDataReference</c>).</summary>
    private const uint Version = 24;

    private static readonly OrtApi* Api = Find();

    /// <summary><c>Run(session, options, inputNames, inputs, inputCount, outputNames, outputCount, outputs)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint> Run =
        (delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)Api->Run;

    /// <summary><c>CreateTensorWithDataAsOrtValue(memoryInfo, data, bytes, shape, rank, elementType, out value)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithData =
        (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)Api->CreateTensorWithDataAsOrtValue;

    /// <summary><c>CreateTensorAsOrtValue(allocator, shape, rank, elementType, out value)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, long*, nuint, int, nint*, nint> CreateTensor =
        (delegate* unmanaged[Cdecl]<nint, long*, nuint, int, nint*, nint>)Api->CreateTensorAsOrtValue;

    /// <summary><c>ReleaseValue(value)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseValue =
        (delegate* unmanaged[Cdecl]<nint, void>)Api->ReleaseValue;

    /// <summary><c>GetTensorElementTypeAndShapeDataReference(value, out elementType, out shape, out rank)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, int*, long**, nuint*, nint> GetTypeAndShape =
        (delegate* unmanaged[Cdecl]<nint, int*, long**, nuint*, nint>)Api->GetTensorElementTypeAndShapeDataReference;

    /// <summary><c>GetTensorMutableData(value, out data)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, byte**, nint> GetData =
        (delegate* unmanaged[Cdecl]<nint, byte**, nint>)Api->GetTensorMutableData;

    /// <summary><c>GetStringTensorElementLength(value, index, out bytes)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, nuint*, nint> GetTextLength =
        (delegate* unmanaged[Cdecl]<nint, nuint, nuint*, nint>)Api->GetStringTensorElementLength;

    /// <summary><c>GetResizedStringTensorElementBuffer(value, index, bytes, out buffer)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, nuint, byte**, nint> GetTextBuffer =
        (delegate* unmanaged[Cdecl]<nint, nuint, nuint, byte**, nint>)Api->GetResizedStringTensorElementBuffer;

    /// <summary><c>GetErrorCode(status)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, OrtErrorCode> GetErrorCode =
        (delegate* unmanaged[Cdecl]<nint, OrtErrorCode>)Api->GetErrorCode;

    /// <summary><c>GetErrorMessage(status)</c>: UTF-8 that lives as long as the status.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, nint> GetErrorMessage =
        (delegate* unmanaged[Cdecl]<nint, nint>)Api->GetErrorMessage;

    /// <summary><c>ReleaseStatus(status)</c>.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseStatus =
        (delegate* unmanaged[Cdecl]<nint, void>)Api->ReleaseStatus;

    /// <summary>Describes the process's own memory; kept as long as the process.</summary>
    public static readonly nint CpuMemory = CreateCpuMemory();

    /// <summary>The allocator of tensors that own their memory; belongs to the library.</summary>
    public static readonly nint Allocator = GetAllocator();

    private static OrtApi* Find()
    {
        var getApi = (delegate* unmanaged[Cdecl]<uint, OrtApi*>)GetApiBase()->GetApi;
        var api = getApi(Version);
        return api is not null
            ? api
            : throw new NotSupportedException($"The ONNX Runtime beside the server is older than 1.{Version}; put the library there that the server was built with.");
    }

    private static nint CreateCpuMemory()
    {
        const int DeviceAllocator = 0;
        const int DefaultMemory = 0;
        nint memory;
        OrtStatus.Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)Api->CreateCpuMemoryInfo)(DeviceAllocator, DefaultMemory, &memory));
        return memory;
    }

    private static nint GetAllocator()
    {
        nint allocator;
        OrtStatus.Check(((delegate* unmanaged[Cdecl]<nint*, nint>)Api->GetAllocatorWithDefaultOptions)(&allocator));
        return allocator;
    }

    [LibraryImport("onnxruntime", EntryPoint = "OrtGetApiBase")]
    private static partial OrtApiBase* GetApiBase();
}
