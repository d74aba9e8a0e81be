using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Inference;

/// <summary>One output of a run; its memory is ONNX Runtime's until the result is disposed of.</summary>
internal readonly unsafe struct OutputTensor
{
    private readonly OrtValue _value;
    private readonly byte* _data;
    private readonly int _length;

    public OutputTensor(TensorSpec spec, OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        _value = value;
        Spec = spec;
        Shape = info.Shape;
        Count = checked((int)info.ElementCount);
        if (Count > 0 && DataType != DataType.Bytes)
        {
            var data = value.GetTensorMutableRawData();
            _data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(data));
            _length = data.Length;
        }
    }

    public TensorSpec Spec { get; }

    public DataType DataType => Spec.DataType;

    public long[] Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>The elements, row-major and little-endian. Nothing for BYTES.</summary>
    public ReadOnlySpan<byte> Data => new(_data, _length);

    /// <summary>One element of a BYTES tensor.</summary>
    public ReadOnlySpan<byte> Text(int index) => _value.GetStringElementAsSpan(index);
}
