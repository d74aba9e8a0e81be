using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>The elements of a sample's input, flat or nested as its shape is, as the bytes a request has.</summary>
internal static class SampleData
{
    /// <exception cref="FormatException">An element is not of the datatype.</exception>
    public static byte[] Read(string name, DataType type, JsonElement data)
    {
        using var bytes = new MemoryStream();
        foreach (var element in Flatten(data))
        {
            try
            {
                Append(bytes, type, element);
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
            {
                throw new FormatException($"input '{name}': {element.GetRawText()} is no {type.Name()}", e);
            }
        }

        return bytes.ToArray();
    }

    private static IEnumerable<JsonElement> Flatten(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().SelectMany(Flatten) : [json];

    private static void Append(MemoryStream bytes, DataType type, JsonElement json)
    {
        switch (type)
        {
            case DataType.Bool:
                bytes.WriteByte(json.GetBoolean() ? (byte)1 : (byte)0);
                break;
            case DataType.Uint8:
                Write(bytes, json.GetByte());
                break;
            case DataType.Uint16:
                Write(bytes, json.GetUInt16());
                break;
            case DataType.Uint32:
                Write(bytes, json.GetUInt32());
                break;
            case DataType.Uint64:
                Write(bytes, json.GetUInt64());
                break;
            case DataType.Int8:
                Write(bytes, json.GetSByte());
                break;
            case DataType.Int16:
                Write(bytes, json.GetInt16());
                break;
            case DataType.Int32:
                Write(bytes, json.GetInt32());
                break;
            case DataType.Int64:
                Write(bytes, json.GetInt64());
                break;
            case DataType.Fp16:
                Write(bytes, (Half)json.GetDouble());
                break;
            case DataType.Bf16:
                // The upper half of an FP32.
                Write(bytes, (ushort)(BitConverter.SingleToUInt32Bits(json.GetSingle()) >> 16));
                break;
            case DataType.Fp32:
                Write(bytes, json.GetSingle());
                break;
            case DataType.Fp64:
                Write(bytes, json.GetDouble());
                break;
            case DataType.Bytes:
                var text = Encoding.UTF8.GetBytes(json.GetString() ?? throw new FormatException());
                Span<byte> length = stackalloc byte[Inference.BytesTensor.LengthSize];
                BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
                bytes.Write(length);
                bytes.Write(text);
                break;
        }
    }

    // Requests are little-endian, and so is every machine that ONNX Runtime's library here runs on.
    private static void Write<T>(MemoryStream bytes, T value)
        where T : unmanaged => bytes.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
