using Google.Protobuf;
using Google.Protobuf.Reflection;
using Inference;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Other encodings of a message than the usual one, all of which protobuf allows.</summary>
internal static class Encodings
{
    /// <summary>Every number of a repeated field as a field of its own.</summary>
    public static byte[] Unpacked(IMessage message) => Write(output =>
    {
        foreach (var (field, value) in Scrambler.Fields(message))
        {
            FieldWriter.WriteElement(output, field, value is IMessage inner ? Unpacked(inner) : value);
        }
    });

    /// <summary>The contents cut down to their first element.</summary>
    public static InferTensorContents First(InferTensorContents contents)
    {
        var first = new InferTensorContents();
        foreach (var field in InferTensorContents.Descriptor.Fields.InDeclarationOrder())
        {
            var from = (System.Collections.IList)field.Accessor.GetValue(contents);
            if (from.Count > 0)
            {
                ((System.Collections.IList)field.Accessor.GetValue(first)).Add(from[0]);
            }
        }

        return first;
    }

    public static byte[] Write(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }

    public static bool IsNumeric(FieldDescriptor field) =>
        field.FieldType is not (FieldType.String or FieldType.Bytes or FieldType.Message);
}
