using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace InferencePlatform.Service.Runtime;

/// <summary>One input or output of a model.</summary>
internal sealed unsafe class TensorSpec(string name, DataType dataType, long[] shape)
{
    private readonly byte[] _nativeName = MakeNative(name);

    public string Name { get; } = name;

    public ReadOnlySpan<byte> Utf8Name => _nativeName.AsSpan(0, _nativeName.Length - 1);

    /// <summary>The name as C has it: UTF-8 and a zero. Lives as long as this object.</summary>
    public nint NativeName => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_nativeName));

    public DataType DataType { get; } = dataType;

    /// <summary>Dimensions; -1 stands for any length.</summary>
    public long[] Shape { get; } = shape;

    /// <summary>Whether a tensor of these dimensions is one of this spec.</summary>
    public bool Accepts(ReadOnlySpan<long> dimensions)
    {
        if (dimensions.Length != Shape.Length)
        {
            return false;
        }

        for (var i = 0; i < dimensions.Length; i++)
        {
            if (Shape[i] >= 0 && Shape[i] != dimensions[i])
            {
                return false;
            }
        }

        return true;
    }

    public override string ToString() => $"{Name} {DataType.Name()} {ShapeText.Format(Shape)}";

    // Pinned, so that its address is the same at each run.
    private static byte[] MakeNative(string name)
    {
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(name) + 1, pinned: true);
        Encoding.UTF8.GetBytes(name, bytes);
        return bytes;
    }
}
