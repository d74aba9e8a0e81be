using System.Text;
using Google.Protobuf;
using Inference;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Four elements of a datatype, its extremes among them, in both ways to send them.</summary>
/// <param name="DataType">The protocol's name.</param>
/// <param name="Raw">The elements raw.</param>
/// <param name="Typed">The elements typed; null where the datatype must travel raw.</param>
internal sealed record DataTypeSample(string DataType, byte[] Raw, InferTensorContents? Typed)
{
    private static readonly byte[][] Texts = [Encoding.UTF8.GetBytes("żółw 🐢"), [], [0, 65, 0], Encoding.UTF8.GetBytes(new string('x', 300))];

    private static readonly DataTypeSample[] Table =
    [
        new("BOOL", [1, 0, 0, 1], new() { BoolContents = { true, false, false, true } }),
        new("UINT8", [0, 1, 128, 255], new() { UintContents = { 0, 1, 128, 255 } }),
        new("UINT16", Rig.Raw.Of<ushort>(0, 1, 32768, 65535), new() { UintContents = { 0, 1, 32768, 65535 } }),
        new("UINT32", Rig.Raw.Of<uint>(0, 1, 1u << 31, uint.MaxValue), new() { UintContents = { 0, 1, 1u << 31, uint.MaxValue } }),
        new("UINT64", Rig.Raw.Of<ulong>(0, 1, 1ul << 63, ulong.MaxValue), new() { Uint64Contents = { 0, 1, 1ul << 63, ulong.MaxValue } }),
        new("INT8", Rig.Raw.Of<sbyte>(-128, -1, 0, 127), new() { IntContents = { -128, -1, 0, 127 } }),
        new("INT16", Rig.Raw.Of<short>(-32768, -1, 0, 32767), new() { IntContents = { -32768, -1, 0, 32767 } }),
        new("INT32", Rig.Raw.Of<int>(int.MinValue, -1, 0, int.MaxValue), new() { IntContents = { int.MinValue, -1, 0, int.MaxValue } }),
        new("INT64", Rig.Raw.Of<long>(long.MinValue, -1, 0, long.MaxValue), new() { Int64Contents = { long.MinValue, -1, 0, long.MaxValue } }),
        new("FP16", Rig.Raw.Of(Half.MinValue, Half.NegativeZero, Half.NaN, Half.PositiveInfinity), null),
        new("BF16", Rig.Raw.Of<ushort>(0x3F80, 0x8000, 0x7FC1, 0x7F80), null),
        new("FP32", Rig.Raw.Of(Odd32), new() { Fp32Contents = { Odd32 } }),
        new("FP64", Rig.Raw.Of(Odd64), new() { Fp64Contents = { Odd64 } }),
        new("BYTES", Rig.Raw.Text(Texts), new() { BytesContents = { Texts.Select(t => ByteString.CopyFrom(t)) } }),
    ];

    public static IEnumerable<string> All => Table.Select(s => s.DataType);

    public static IEnumerable<string> WithTyped => Table.Where(s => s.Typed is not null).Select(s => s.DataType);

    public string Model => $"identity_{DataType.ToLowerInvariant()}";

    // A NaN with a payload of its own, which copying must not change.
    private static float[] Odd32 => [float.MinValue, -0f, BitConverter.UInt32BitsToSingle(0x7FC12345), float.NegativeInfinity];

    private static double[] Odd64 => [double.Epsilon, -0d, BitConverter.UInt64BitsToDouble(0x7FF8123456789ABC), double.PositiveInfinity];

    public static DataTypeSample Of(string dataType) => Table.Single(s => s.DataType == dataType);
}
