using System.Text;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InferencePlatform.Service.Runtime;

/// <summary>What is known of each <see cref="DataType"/>.</summary>
internal static class DataTypes
{
    private static readonly (DataType Type, string Name, int Size, TensorElementType Element)[] Table =
    [
        (DataType.Bool, "BOOL", 1, TensorElementType.Bool),
        (DataType.Uint8, "UINT8", 1, TensorElementType.UInt8),
        (DataType.Uint16, "UINT16", 2, TensorElementType.UInt16),
        (DataType.Uint32, "UINT32", 4, TensorElementType.UInt32),
        (DataType.Uint64, "UINT64", 8, TensorElementType.UInt64),
        (DataType.Int8, "INT8", 1, TensorElementType.Int8),
        (DataType.Int16, "INT16", 2, TensorElementType.Int16),
        (DataType.Int32, "INT32", 4, TensorElementType.Int32),
        (DataType.Int64, "INT64", 8, TensorElementType.Int64),
        (DataType.Fp16, "FP16", 2, TensorElementType.Float16),
        (DataType.Bf16, "BF16", 2, TensorElementType.BFloat16),
        (DataType.Fp32, "FP32", 4, TensorElementType.Float),
        (DataType.Fp64, "FP64", 8, TensorElementType.Double),
        (DataType.Bytes, "BYTES", 0, TensorElementType.String),
    ];

    private static readonly byte[][] Utf8Names = [.. Table.Select(row => Encoding.ASCII.GetBytes(row.Name))];

    /// <summary>All names, for messages to people.</summary>
    public static string AllNames { get; } = string.Join(", ", Table.Select(row => row.Name));

    /// <summary>The protocol's name, such as <c>FP32</c>.</summary>
    public static string Name(this DataType type) => Table[(int)type].Name;

    /// <summary>The protocol's name in UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8Name(this DataType type) => Utf8Names[(int)type];

    /// <summary>Bytes of one element; 0 for <see cref="DataType.Bytes"/>.</summary>
    public static int Size(this DataType type) => Table[(int)type].Size;

    public static TensorElementType ToElementType(this DataType type) => Table[(int)type].Element;

    public static bool TryParse(ReadOnlySpan<byte> utf8Name, out DataType type)
    {
        for (var i = 0; i < Utf8Names.Length; i++)
        {
            if (utf8Name.SequenceEqual(Utf8Names[i]))
            {
                type = (DataType)i;
                return true;
            }
        }

        type = default;
        return false;
    }

    public static bool TryFrom(TensorElementType element, out DataType type)
    {
        var index = Array.FindIndex(Table, row => row.Element == element);
        type = (DataType)Math.Max(0, index);
        return index >= 0;
    }
}
