using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Grpc;

/// <summary>The field of InferTensorContents that holds each datatype.</summary>
internal static class InferContentsField
{
    private static readonly string[] Names =
        ["", "bool_contents", "int_contents", "int64_contents", "uint_contents", "uint64_contents", "fp32_contents", "fp64_contents", "bytes_contents"];

    /// <summary>The field's number; 0 for the datatypes that have none and must travel raw.</summary>
    public static int Of(DataType type) => type switch
    {
        DataType.Bool => 1,
        DataType.Int8 or DataType.Int16 or DataType.Int32 => 2,
        DataType.Int64 => 3,
        DataType.Uint8 or DataType.Uint16 or DataType.Uint32 => 4,
        DataType.Uint64 => 5,
        DataType.Fp32 => 6,
        DataType.Fp64 => 7,
        DataType.Bytes => 8,
        _ => 0,
    };

    public static string Name(int field) => field > 0 && field < Names.Length ? Names[field] : $"field {field}";
}
