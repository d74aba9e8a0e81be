using System.Buffers.Binary;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Grpc.Wire;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Grpc;

/// <summary>A PredictRequest of the simple API, read where it lies.</summary>
/// <param name="ModelId">The model's name in UTF-8.</param>
/// <param name="Inputs">The inputs: doubles, little-endian, at any alignment.</param>
internal readonly record struct PredictRequestReader(NativeBytes ModelId, NativeBytes Inputs)
{
    private const int ModelIdField = 1;
    private const int InputsField = 2;

    public static unsafe PredictRequestReader Read(MessageBuffer message, InferenceRequest request)
    {
        NativeBytes modelId = default, inputs = default;
        MessageBuffer? gathered = null;
        var gatheredLength = 0;
        Span<byte> one = stackalloc byte[sizeof(double)];
        var reader = new WireReader(message.Span);
        while (!reader.AtEnd)
        {
            switch (reader.ReadTag())
            {
                case (ModelIdField, WireType.LengthDelimited):
                    var text = reader.ReadField();
                    modelId = new NativeBytes(message.Pointer + text.Start, text.Bytes.Length);
                    break;
                case (InputsField, WireType.LengthDelimited) when inputs.Length == 0 && gathered is null:
                    var packed = ReadPacked(ref reader);
                    inputs = new NativeBytes(message.Pointer + packed.Start, packed.Bytes.Length);
                    break;
                case (InputsField, WireType.LengthDelimited):
                    Gather(ReadPacked(ref reader).Bytes);
                    break;
                case (InputsField, WireType.Fixed64):
                    BinaryPrimitives.WriteUInt64LittleEndian(one, reader.ReadFixed64());
                    Gather(one);
                    break;
                case var (field, type):
                    reader.Skip(field, type);
                    break;
            }
        }

        if (gathered is not null)
        {
            inputs = new NativeBytes(gathered.Pointer, gatheredLength);
        }

        return new PredictRequestReader(modelId, inputs);

        // Protobuf lets a repeated field come in any number of pieces; together they fit where the message did.
        void Gather(ReadOnlySpan<byte> piece)
        {
            if (gathered is null)
            {
                gathered = request.Rent(message.Length);
                inputs.Span.CopyTo(gathered.Span);
                gatheredLength = inputs.Length;
            }

            piece.CopyTo(gathered.Span[gatheredLength..]);
            gatheredLength += piece.Length;
        }
    }

    private static WireReader ReadPacked(ref WireReader reader)
    {
        var packed = reader.ReadField();
        return packed.Bytes.Length % sizeof(double) == 0
            ? packed
            : throw WireReader.Malformed("the packed doubles of 'inputs' are cut off");
    }
}
