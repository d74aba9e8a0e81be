using System.Buffers;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Simple;

namespace InferencePlatform.Service.Grpc;

/// <summary>The outputs of many runs one after another, up to a limit, and within what the server has to spare.</summary>
internal sealed class GatheredOutputs(int maxBytes, ByteLease memory) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<double> Numbers => MemoryMarshal.Cast<byte, double>(_bytes.WrittenSpan);

    public void Add(InferenceResult result)
    {
        var more = (long)SimpleOutput.Count(result) * sizeof(double);
        if (_bytes.WrittenCount + more > maxBytes)
        {
            throw new InferenceException(InferenceError.ResourceExhausted, $"The outputs of this stream are over {maxBytes} bytes, which is the limit of one response; use PredictBidiStream, which answers each request by itself.");
        }

        memory.Take(more);
        foreach (ref readonly var output in result.Outputs)
        {
            if (output.DataType != DataType.Bytes && output.Count > 0)
            {
                var size = output.Count * sizeof(double);
                SimpleOutput.Read(output, 0, MemoryMarshal.Cast<byte, double>(_bytes.GetSpan(size)[..size]));
                _bytes.Advance(size);
            }
        }
    }

    public void Dispose() => memory.GiveBack();
}
