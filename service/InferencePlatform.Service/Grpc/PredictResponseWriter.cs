using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc.Wire;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Simple;

namespace InferencePlatform.Service.Grpc;

/// <summary>Writes PredictResponse messages straight from a run's outputs.</summary>
internal static class PredictResponseWriter
{
    private const int OutputsField = 1;

    /// <summary>Writes one of some equal rows of the outputs, as one message; a single row is all of them.</summary>
    public static ValueTask WriteAsync(ServerCall call, InferenceResult result, int row, int rows)
    {
        var bytes = SimpleOutput.Count(result) / rows * sizeof(double);
        if (bytes == 0)
        {
            call.BeginMessage(0);
            return ValueTask.CompletedTask;
        }

        call.BeginMessage(WireWriter.FieldSize(bytes));
        WireWriter.WriteHeader(call.Output, OutputsField, bytes);
        return WriteOutputsAsync(call, result, row, rows);
    }

    /// <summary>Writes numbers as one message.</summary>
    public static void Write(ServerCall call, ReadOnlySpan<double> numbers)
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        call.BeginMessage(bytes.Length == 0 ? 0 : WireWriter.FieldSize(bytes.Length));
        if (bytes.Length > 0)
        {
            WireWriter.WriteField(call.Output, OutputsField, bytes);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WriteOutputsAsync(ServerCall call, InferenceResult result, int row, int rows)
    {
        for (var i = 0; i < result.Outputs.Length; i++)
        {
            var output = result.Outputs[i];
            if (output.DataType == DataType.Bytes)
            {
                continue;
            }

            var length = output.Count / rows;
            for (var done = 0; done < length;)
            {
                var count = Math.Min(length - done, OutputChunk.Bytes / sizeof(double));
                SimpleOutput.Read(output, (row * length) + done, Reserve(call, count));
                call.Output.Advance(count * sizeof(double));
                done += count;
                if (done < length)
                {
                    await call.FlushAsync();
                }
            }
        }
    }

    private static Span<double> Reserve(ServerCall call, int count) =>
        MemoryMarshal.Cast<byte, double>(call.Output.GetSpan(count * sizeof(double))[..(count * sizeof(double))]);
}
