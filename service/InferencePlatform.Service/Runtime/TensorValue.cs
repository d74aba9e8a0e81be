using InferencePlatform.Service.Runtime.Native;

namespace InferencePlatform.Service.Runtime;

/// <summary>
/// A tensor of ONNX Runtime's, which is an <c>OrtValue*</c>. It has one owner, who disposes of it once and uses no copy
/// afterwards; spans of it live as long as it does.
/// </summary>
internal readonly unsafe struct TensorValue : IDisposable
{
    private readonly nint _value;

    private TensorValue(nint value) => _value = value;

    /// <summary>Whether there is no tensor here.</summary>
    public bool IsEmpty => _value == 0;

    /// <summary>Dimensions; none of a scalar.</summary>
    public ReadOnlySpan<long> Shape
    {
        get
        {
            int elementType;
            long* dimensions;
            nuint rank;
            OrtStatus.Check(OrtFunctions.GetTypeAndShape(_value, &elementType, &dimensions, &rank));
            return new ReadOnlySpan<long>(dimensions, (int)rank);
        }
    }

    /// <summary>Where the elements begin, row-major and little-endian; not for <see cref="DataType.Bytes"/>.</summary>
    public byte* Data
    {
        get
        {
            byte* data;
            OrtStatus.Check(OrtFunctions.GetData(_value, &data));
            return data;
        }
    }

    /// <summary>A tensor over memory that stays the caller's and outlives it.</summary>
    /// <param name="type">Any but <see cref="DataType.Bytes"/>.</param>
    /// <param name="shape">Dimensions, from 0.</param>
    /// <param name="data">The elements, aligned to their size.</param>
    /// <param name="length">Bytes, as many as the shape says.</param>
    public static TensorValue Over(DataType type, ReadOnlySpan<long> shape, byte* data, int length)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            OrtStatus.Check(OrtFunctions.CreateTensorWithData(
                OrtFunctions.CpuMemory, data, (nuint)length, dimensions, (nuint)shape.Length, (int)type.ToElementType(), &value));
        }

        return new TensorValue(value);
    }

    /// <summary>A tensor of <see cref="DataType.Bytes"/> whose elements are empty, and its own.</summary>
    public static TensorValue OfTexts(ReadOnlySpan<long> shape)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            OrtStatus.Check(OrtFunctions.CreateTensor(
                OrtFunctions.Allocator, dimensions, (nuint)shape.Length, (int)DataType.Bytes.ToElementType(), &value));
        }

        return new TensorValue(value);
    }

    /// <summary>Copies an element of <see cref="DataType.Bytes"/> into the tensor.</summary>
    public void SetText(int index, ReadOnlySpan<byte> text) => text.CopyTo(TextBuffer(index, text.Length));

    /// <summary>An element of <see cref="DataType.Bytes"/>.</summary>
    public ReadOnlySpan<byte> Text(int index)
    {
        nuint length;
        OrtStatus.Check(OrtFunctions.GetTextLength(_value, (nuint)index, &length));

        // The API lends an element only as a buffer to write to; asked for at its present length, it stays as it is.
        return TextBuffer(index, checked((int)length));
    }

    public void Dispose()
    {
        if (_value != 0)
        {
            OrtFunctions.ReleaseValue(_value);
        }
    }

    private Span<byte> TextBuffer(int index, int length)
    {
        byte* buffer;
        OrtStatus.Check(OrtFunctions.GetTextBuffer(_value, (nuint)index, (nuint)length, &buffer));
        return new Span<byte>(buffer, length);
    }
}
