using System.Runtime.InteropServices;
using Google.Protobuf;
using Inference;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Inference;

/// <summary>Random elements of a datatype.</summary>
internal static class RandomTensor
{
    public static byte[] NextRaw(Random random, string dataType, int count)
    {
        if (dataType == "BYTES")
        {
            return Raw.Text([.. Enumerable.Range(0, count).Select(_ => NextBytes(random, random.Next(12)))]);
        }

        var raw = NextBytes(random, count * Size(dataType));
        if (dataType == "BOOL")
        {
            for (var i = 0; i < raw.Length; i++)
            {
                raw[i] &= 1;
            }
        }

        return raw;
    }

    /// <summary>The elements of raw contents as typed ones; null for the datatypes that must travel raw.</summary>
    public static InferTensorContents? ToTyped(string dataType, byte[] raw) => dataType switch
    {
        "BOOL" => new() { BoolContents = { raw.Select(b => b == 1) } },
        "INT8" => new() { IntContents = { Raw.To<sbyte>(raw).Select(v => (int)v) } },
        "INT16" => new() { IntContents = { Raw.To<short>(raw).Select(v => (int)v) } },
        "INT32" => new() { IntContents = { Raw.To<int>(raw) } },
        "INT64" => new() { Int64Contents = { Raw.To<long>(raw) } },
        "UINT8" => new() { UintContents = { raw.Select(v => (uint)v) } },
        "UINT16" => new() { UintContents = { Raw.To<ushort>(raw).Select(v => (uint)v) } },
        "UINT32" => new() { UintContents = { Raw.To<uint>(raw) } },
        "UINT64" => new() { Uint64Contents = { Raw.To<ulong>(raw) } },
        "FP32" => new() { Fp32Contents = { Raw.To<float>(raw) } },
        "FP64" => new() { Fp64Contents = { Raw.To<double>(raw) } },
        "BYTES" => new() { BytesContents = { Texts(raw) } },
        _ => null,
    };

    /// <summary>What typed contents are as raw ones; null where an element does not fit the datatype.</summary>
    public static byte[]? ToRaw(string dataType, InferTensorContents contents) => dataType switch
    {
        "BOOL" => [.. contents.BoolContents.Select(b => (byte)(b ? 1 : 0))],
        "INT8" => Narrow(contents.IntContents, v => (sbyte)v, v => v),
        "INT16" => Narrow(contents.IntContents, v => (short)v, v => v),
        "INT32" => Raw.Of([.. contents.IntContents]),
        "INT64" => Raw.Of([.. contents.Int64Contents]),
        "UINT8" => Narrow(contents.UintContents, v => (byte)v, v => v),
        "UINT16" => Narrow(contents.UintContents, v => (ushort)v, v => v),
        "UINT32" => Raw.Of([.. contents.UintContents]),
        "UINT64" => Raw.Of([.. contents.Uint64Contents]),
        "FP32" => Raw.Of([.. contents.Fp32Contents]),
        "FP64" => Raw.Of([.. contents.Fp64Contents]),
        "BYTES" => Raw.Text([.. contents.BytesContents.Select(b => b.ToByteArray())]),
        _ => [],
    };

    public static byte[] NextBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static int Size(string dataType) => dataType switch
    {
        "BOOL" or "INT8" or "UINT8" => 1,
        "INT16" or "UINT16" or "FP16" or "BF16" => 2,
        "INT32" or "UINT32" or "FP32" => 4,
        _ => 8,
    };

    private static IEnumerable<ByteString> Texts(byte[] raw)
    {
        for (var at = 0; at < raw.Length;)
        {
            var length = BitConverter.ToInt32(raw, at);
            yield return ByteString.CopyFrom(raw, at + 4, length);
            at += 4 + length;
        }
    }

    private static byte[]? Narrow<TWide, T>(IReadOnlyCollection<TWide> values, Func<TWide, T> narrow, Func<T, TWide> widen)
        where T : unmanaged
        where TWide : unmanaged
    {
        var narrowed = values.Select(narrow).ToArray();
        return narrowed.Select(widen).SequenceEqual(values) ? MemoryMarshal.AsBytes<T>(narrowed).ToArray() : null;
    }
}
