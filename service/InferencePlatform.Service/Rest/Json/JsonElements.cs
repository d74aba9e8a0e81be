using System.Runtime.InteropServices;
using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Writes the elements of an output as JSON values.</summary>
internal static class JsonElements
{
    public static void Write(Utf8JsonWriter json, OutputTensor output, int start, int count)
    {
        switch (output.Spec.DataType)
        {
            case DataType.Bytes:
                WriteTexts(json, output, start, count);
                break;
            case DataType.Bool:
                Write<byte>(json, output, start, count, static (j, v) => j.WriteBooleanValue(v != 0));
                break;
            case DataType.Uint8:
                Write<byte>(json, output, start, count, static (j, v) => j.WriteNumberValue((uint)v));
                break;
            case DataType.Uint16:
                Write<ushort>(json, output, start, count, static (j, v) => j.WriteNumberValue((uint)v));
                break;
            case DataType.Uint32:
                Write<uint>(json, output, start, count, static (j, v) => j.WriteNumberValue(v));
                break;
            case DataType.Uint64:
                Write<ulong>(json, output, start, count, static (j, v) => j.WriteNumberValue(v));
                break;
            case DataType.Int8:
                Write<sbyte>(json, output, start, count, static (j, v) => j.WriteNumberValue((int)v));
                break;
            case DataType.Int16:
                Write<short>(json, output, start, count, static (j, v) => j.WriteNumberValue((int)v));
                break;
            case DataType.Int32:
                Write<int>(json, output, start, count, static (j, v) => j.WriteNumberValue(v));
                break;
            case DataType.Int64:
                Write<long>(json, output, start, count, static (j, v) => j.WriteNumberValue(v));
                break;
            case DataType.Fp16:
                Write<Half>(json, output, start, count, static (j, v) => WriteSingle(j, (float)v));
                break;
            case DataType.Bf16:
                Write<ushort>(json, output, start, count, static (j, v) => WriteSingle(j, BitConverter.Int32BitsToSingle(v << 16)));
                break;
            case DataType.Fp32:
                Write<float>(json, output, start, count, WriteSingle);
                break;
            case DataType.Fp64:
                Write<double>(json, output, start, count, WriteDouble);
                break;
        }
    }

    public static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(JsonFloatNames.Of(value));
        }
    }

    private static void WriteSingle(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(JsonFloatNames.Of(value));
        }
    }

    private static void Write<T>(Utf8JsonWriter json, OutputTensor output, int start, int count, Action<Utf8JsonWriter, T> write)
        where T : unmanaged
    {
        foreach (var value in MemoryMarshal.Cast<byte, T>(output.Data).Slice(start, count))
        {
            write(json, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, OutputTensor output, int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            json.WriteStringValue(output.Text(i));
        }
    }
}
