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
