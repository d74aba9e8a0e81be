using Google.Protobuf;
using Google.Protobuf.Reflection;
using static Google.Protobuf.WireFormat;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Writes single elements of a message's fields by hand.</summary>
internal static class FieldWriter
{
    /// <summary>One element with its tag; a message is given as its bytes.</summary>
    public static void WriteElement(CodedOutputStream output, FieldDescriptor field, object value)
    {
        output.WriteTag(field.FieldNumber, TypeOf(field));
        if (value is byte[] message)
        {
            output.WriteBytes(ByteString.CopyFrom(message));
        }
        else
        {
            WriteBare(output, value);
        }
    }

    /// <summary>Numbers in one packed field.</summary>
    public static void WritePacked(CodedOutputStream output, FieldDescriptor field, IEnumerable<object> values)
    {
        var packed = Encodings.Write(inner =>
        {
            foreach (var value in values)
            {
                WriteBare(inner, value);
            }
        });
        output.WriteTag(field.FieldNumber, WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(packed));
    }

    private static void WriteBare(CodedOutputStream output, object value)
    {
        switch (value)
        {
            case bool v:
                output.WriteBool(v);
                break;
            case int v:
                output.WriteInt32(v);
                break;
            case long v:
                output.WriteInt64(v);
                break;
            case uint v:
                output.WriteUInt32(v);
                break;
            case ulong v:
                output.WriteUInt64(v);
                break;
            case float v:
                output.WriteFloat(v);
                break;
            case double v:
                output.WriteDouble(v);
                break;
            case string v:
                output.WriteString(v);
                break;
            case ByteString v:
                output.WriteBytes(v);
                break;
            default:
                throw new ArgumentException($"A {value.GetType()} cannot be written.", nameof(value));
        }
    }

    private static WireType TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Float => WireType.Fixed32,
        FieldType.Double => WireType.Fixed64,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireType.LengthDelimited,
        _ => WireType.Varint,
    };
}
