using Google.Protobuf;
using Google.Protobuf.Reflection;
using Inference;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>
/// Encodes a message as nobody would but protobuf allows: its fields in any order, repeated numbers in any pieces,
/// packed or not, single messages in two parts to be merged, single values written twice, unknown fields in between.
/// </summary>
internal sealed class Scrambler(Random random)
{
    /// <summary>Each element of each field that is set; those of one field in order. Maps are left out.</summary>
    public static IEnumerable<(FieldDescriptor Field, object Value)> Fields(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(f => !f.IsMap))
        {
            var value = field.Accessor.GetValue(message);
            IEnumerable<object> elements = field.IsRepeated ? ((System.Collections.IEnumerable)value).Cast<object>() : [value];
            foreach (var element in elements.Where(e => e is not (null or "")))
            {
                yield return (field, element);
            }
        }
    }

    public byte[] Encode(IMessage message)
    {
        // Pieces of one field stay in order; the fields are dealt like cards.
        var queues = Fields(message).GroupBy(f => f.Field, f => f.Value)
            .Select(g => new Queue<byte[]>(Pieces(g.Key, [.. g]))).Where(q => q.Count > 0).ToList();
        var bytes = new List<byte>();
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            bytes.AddRange(queue.Dequeue());
            queues.RemoveAll(q => q.Count == 0);
            if (random.Next(8) == 0)
            {
                bytes.AddRange(Encodings.Write(WriteUnknown));
            }
        }

        return [.. bytes];
    }

    private IEnumerable<byte[]> Pieces(FieldDescriptor field, List<object> values)
    {
        for (var i = 0; i < values.Count;)
        {
            if (field.IsRepeated && Encodings.IsNumeric(field) && random.Next(3) > 0)
            {
                var count = random.Next(values.Count - i + 1);
                var piece = values.GetRange(i, count);
                yield return Encodings.Write(output => FieldWriter.WritePacked(output, field, piece));
                i += count;
                continue;
            }

            var value = values[i++];
            foreach (var element in value is IMessage inner ? Split(field, inner) : Repeat(field, value))
            {
                yield return Encodings.Write(output => FieldWriter.WriteElement(output, field, element));
            }
        }
    }

    /// <summary>A single message may come in parts; a repeated one may not.</summary>
    private IEnumerable<object> Split(FieldDescriptor field, IMessage message)
    {
        var bytes = Encode(message);
        return field.IsRepeated || random.Next(3) > 0 ? [bytes] : SplitContents(message, bytes);
    }

    private IEnumerable<object> SplitContents(IMessage message, byte[] whole)
    {
        if (message is not InferTensorContents)
        {
            return [whole];
        }

        var elements = Fields(message).ToList();
        var cut = random.Next(elements.Count + 1);
        return ((IEnumerable<IEnumerable<(FieldDescriptor, object)>>)[elements.Take(cut), elements.Skip(cut)]).Select(part => (object)Encodings.Write(output =>
        {
            foreach (var (field, value) in part)
            {
                FieldWriter.WriteElement(output, field, value);
            }
        }));
    }

    /// <summary>Of a single value that comes twice the last counts.</summary>
    private IEnumerable<object> Repeat(FieldDescriptor field, object value) =>
        field.IsRepeated || value is not string || random.Next(4) > 0 ? [value] : ["not this", value];

    private void WriteUnknown(CodedOutputStream output)
    {
        output.WriteTag(random.Next(20, 2000), WireFormat.WireType.LengthDelimited);
        output.WriteString("something newer");
    }
}
