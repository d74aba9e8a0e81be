using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc.Wire;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Grpc;

/// <summary>
/// Writes a ModelInferResponse straight from a run's outputs: the descriptions first, then, where contents are raw,
/// each output's bytes from ONNX Runtime's memory to the transport's.
/// Source: kserve/open-inference-protocol, inference_grpc.md.
/// </summary>
internal static class InferResponseWriter
{
    private const int ModelNameField = 1;
    private const int ModelVersionField = 2;
    private const int IdField = 3;
    private const int OutputsField = 5;
    private const int RawField = 6;

    /// <summary>Bytes from which an output goes to the connection from where it lies, without being gathered before.</summary>
    private const int LargeOutput = 8 << 10;

    public static ValueTask WriteAsync(ServerCall call, ModelVersion version, NativeBytes id, InferenceResult result, bool raw)
    {
        // FP16 and BF16 have no typed contents, and a response is raw as a whole or not at all.
        raw |= HasRawOnlyOutput(result);
        var head = HeadSize(version, id, result, raw);
        var length = head;
        if (raw)
        {
            foreach (ref readonly var output in result.Outputs)
            {
                length += WireWriter.FieldSize(InferContentsWriter.RawSize(output));
            }
        }

        call.BeginMessage(checked((int)length));
        WriteHead(call, version, id, result, raw);
        return raw ? WriteRawAsync(call, result) : ValueTask.CompletedTask;
    }

    private static bool HasRawOnlyOutput(InferenceResult result)
    {
        foreach (ref readonly var output in result.Outputs)
        {
            if (InferContentsField.Of(output.DataType) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static long HeadSize(ModelVersion version, NativeBytes id, InferenceResult result, bool raw)
    {
        long size = WireWriter.FieldSize(version.Utf8Name.Length) + WireWriter.FieldSize(version.Utf8Version.Length);
        size += id.Length > 0 ? WireWriter.FieldSize(id.Length) : 0;
        foreach (ref readonly var output in result.Outputs)
        {
            size += WireWriter.FieldSize(InferOutputWriter.Size(output, raw));
        }

        return size;
    }

    private static void WriteHead(ServerCall call, ModelVersion version, NativeBytes id, InferenceResult result, bool raw)
    {
        WireWriter.WriteField(call.Output, ModelNameField, version.Utf8Name);
        WireWriter.WriteField(call.Output, ModelVersionField, version.Utf8Version);
        if (id.Length > 0)
        {
            WireWriter.WriteField(call.Output, IdField, id.Span);
        }

        foreach (ref readonly var output in result.Outputs)
        {
            WireWriter.WriteHeader(call.Output, OutputsField, InferOutputWriter.Size(output, raw));
            InferOutputWriter.Write(call.Output, output, raw);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WriteRawAsync(ServerCall call, InferenceResult result)
    {
        for (var i = 0; i < result.Outputs.Length; i++)
        {
            var output = result.Outputs[i];
            var size = InferContentsWriter.RawSize(output);
            WireWriter.WriteHeader(call.Output, RawField, size);
            if (output.DataType == DataType.Bytes)
            {
                InferContentsWriter.WriteRawText(call.Output, output);
                continue;
            }

            if (size < LargeOutput)
            {
                call.Output.Write(output.Data);
            }
            else
            {
                await SendAsync(call, output.Data);
            }
        }
    }

    /// <summary>ONNX Runtime's memory does not move, and is the result's until the call has ended.</summary>
    private static unsafe ValueTask SendAsync(ServerCall call, ReadOnlySpan<byte> data) =>
        call.SendAsync((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(data)), data.Length);
}
