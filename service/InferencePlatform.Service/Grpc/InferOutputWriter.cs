using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc.Wire;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Grpc;

/// <summary>Writes an InferOutputTensor: name, datatype, shape, and its contents where they are typed.</summary>
internal static class InferOutputWriter
{
    private const int NameField = 1;
    private const int DataTypeField = 2;
    private const int ShapeField = 3;
    private const int ContentsField = 5;

    public static int Size(in OutputTensor output, bool raw) =>
        WireWriter.FieldSize(output.Spec.Utf8Name.Length)
        + WireWriter.FieldSize(output.DataType.Utf8Name().Length)
        + (output.Shape.Length > 0 ? WireWriter.FieldSize(ShapeSize(output.Shape)) : 0)
        + (raw ? 0 : WireWriter.FieldSize(InferContentsWriter.TypedSize(output)));

    public static void Write(MessageOutput target, in OutputTensor output, bool raw)
    {
        WireWriter.WriteField(target, NameField, output.Spec.Utf8Name);
        WireWriter.WriteField(target, DataTypeField, output.DataType.Utf8Name());
        if (output.Shape.Length > 0)
        {
            WireWriter.WriteHeader(target, ShapeField, ShapeSize(output.Shape));
            foreach (var dimension in output.Shape)
            {
                WireWriter.WriteVarint(target, (ulong)dimension);
            }
        }

        if (!raw)
        {
            WireWriter.WriteHeader(target, ContentsField, InferContentsWriter.TypedSize(output));
            InferContentsWriter.WriteTyped(target, output);
        }
    }

    private static int ShapeSize(ReadOnlySpan<long> shape)
    {
        var size = 0;
        foreach (var dimension in shape)
        {
            size += WireWriter.VarintSize((ulong)dimension);
        }

        return size;
    }
}
