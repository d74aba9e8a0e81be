using Google.Protobuf;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>Walks a protobuf message without knowing its type.</summary>
internal static class WireFields
{
    /// <summary>The contents of every length-delimited field at a path of field numbers.</summary>
    public static IEnumerable<ByteString> At(ByteString message, params int[] path) => path switch
    {
        [] => [message],
        [var field, .. var rest] => Field(message, field).SelectMany(inner => At(inner, rest)),
    };

    /// <summary>A field of 64 fixed bits; 0 where there is none.</summary>
    public static ulong Fixed64(ByteString message, int field)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.Fixed64)
            {
                return input.ReadFixed64();
            }

            input.SkipLastField();
        }

        return 0;
    }

    private static List<ByteString> Field(ByteString message, int field)
    {
        var found = new List<ByteString>();
        var input = message.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
