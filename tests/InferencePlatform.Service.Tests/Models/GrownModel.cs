using Google.Protobuf;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>Writes an ONNX model of any size: y = x + w, with as many floats in w as are asked for.</summary>
internal static class GrownModel
{
    private const int Float = 1;

    public static void Write(string path, int floats)
    {
        var node = Message(m => Text(Text(Text(Text(m, 1, "x"), 1, "w"), 2, "y"), 4, "Add"));
        var weights = Message(m => Raw(Text(Number(Number(m, 1, floats), 2, Float), 8, "w"), 9, new byte[floats * sizeof(float)]));
        var graph = Message(m => Raw(Raw(Text(Raw(Raw(m, 1, node), 5, weights), 2, "grown") , 11, Tensor("x", 1)), 12, Tensor("y", floats)));
        var opset = Message(m => Number(m, 2, 17));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Message(m => Raw(Raw(Number(m, 1, 8), 7, graph), 8, opset)));
    }

    private static byte[] Tensor(string name, int length)
    {
        var shape = Message(m => Raw(m, 1, Message(d => Number(d, 1, length))));
        var type = Message(m => Raw(m, 1, Message(t => Raw(Number(t, 1, Float), 2, shape))));
        return Message(m => Raw(Text(m, 1, name), 2, type));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes);
        write(output);
        output.Flush();
        return bytes.ToArray();
    }

    private static CodedOutputStream Number(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
        return output;
    }

    private static CodedOutputStream Text(CodedOutputStream output, int field, string value) =>
        Raw(output, field, System.Text.Encoding.UTF8.GetBytes(value));

    private static CodedOutputStream Raw(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
        return output;
    }
}
