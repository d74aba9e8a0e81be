using System.Runtime.InteropServices;
using InferencePlatform.Service.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Inference;

/// <summary>One output of a run; its memory is ONNX Runtime's until the result is disposed of.</summary>
internal readonly struct OutputTensor(TensorSpec spec, OrtValue value)
{
    public TensorSpec Spec { get; } = spec;

    public long[] Shape { get; } = value.GetTensorTypeAndShape().Shape;

    /// <summary>The elements, row-major and little-endian. Not for BYTES.</summary>
    public ReadOnlySpan<byte> Data => value.GetTensorMutableRawData();

    /// <summary>The elements of a numeric tensor.</summary>
    public ReadOnlySpan<T> Elements<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data);

    /// <summary>Number of elements.</summary>
    public int Count
    {
        get
        {
            var count = 1;
            foreach (var dimension in Shape)
            {
                count *= (int)dimension;
            }

            return count;
        }
    }

    /// <summary>One element of a BYTES tensor.</summary>
    public ReadOnlySpan<byte> Text(int index) => value.GetStringElementAsSpan(index);
}
