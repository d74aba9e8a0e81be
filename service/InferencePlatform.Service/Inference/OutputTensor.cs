using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>One output of a run; its memory is ONNX Runtime's until the result is disposed of.</summary>
internal readonly unsafe struct OutputTensor
{
    private readonly TensorValue _value;
    private readonly long* _dimensions;
    private readonly int _rank;
    private readonly byte* _data;

    public OutputTensor(TensorSpec spec, TensorValue value)
    {
        var shape = value.Shape;
        _value = value;
        Spec = spec;
        _dimensions = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(shape));
        _rank = shape.Length;
        long count = 1;
        foreach (var dimension in shape)
        {
            count = checked(count * dimension);
        }

        Count = checked((int)count);
        _data = DataType == DataType.Bytes ? null : value.Data;
    }

    public TensorSpec Spec { get; }

    public DataType DataType => Spec.DataType;

    public ReadOnlySpan<long> Shape => new(_dimensions, _rank);

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>The elements, row-major and little-endian. Nothing for BYTES.</summary>
    public ReadOnlySpan<byte> Data => new(_data, checked(Count * DataType.Size()));

    /// <summary>One element of a BYTES tensor.</summary>
    public ReadOnlySpan<byte> Text(int index) => _value.Text(index);
}
