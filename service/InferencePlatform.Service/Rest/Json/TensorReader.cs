using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Reads an input's <c>data</c> straight into the memory that ONNX Runtime will read.</summary>
internal static unsafe class TensorReader
{
    /// <param name="reader">At the data.</param>
    /// <param name="jsonEnd">Where the JSON ends, counted as the reader counts.</param>
    /// <param name="input">The input's name, for messages.</param>
    /// <param name="tensor">Has the datatype and the shape; gets the data.</param>
    /// <param name="call">Holds the memory.</param>
    public static void Read(ref Utf8JsonReader reader, long jsonEnd, string input, InputTensor tensor, RestCall call)
    {
        var elements = TensorShape.CountElements(input, tensor.Shape);
        if (tensor.DataType == DataType.Bytes)
        {
            ReadTexts(ref reader, input, tensor, elements, call);
            return;
        }

        // An element and what parts it from the next are two bytes of JSON at least: a shape beyond that is a lie.
        var capacity = Math.Min(elements, ((jsonEnd - reader.TokenStartIndex) / 2) + 1);
        var size = tensor.DataType.Size();
        tensor.Data = call.Take(capacity * size);
        var read = ReadNumbers(ref reader, input, tensor, capacity);
        Check(input, tensor.Shape, elements, read);
    }

    private static (Nesting Nesting, long Count) ReadNumbers(ref Utf8JsonReader reader, string input, InputTensor tensor, long capacity) =>
        tensor.DataType switch
        {
            DataType.Bool => Read<byte, BoolElement>(ref reader, input, tensor, capacity),
            DataType.Uint8 => Read<byte, IntegerElement<byte>>(ref reader, input, tensor, capacity),
            DataType.Uint16 => Read<ushort, IntegerElement<ushort>>(ref reader, input, tensor, capacity),
            DataType.Uint32 => Read<uint, IntegerElement<uint>>(ref reader, input, tensor, capacity),
            DataType.Uint64 => Read<ulong, IntegerElement<ulong>>(ref reader, input, tensor, capacity),
            DataType.Int8 => Read<sbyte, IntegerElement<sbyte>>(ref reader, input, tensor, capacity),
            DataType.Int16 => Read<short, IntegerElement<short>>(ref reader, input, tensor, capacity),
            DataType.Int32 => Read<int, IntegerElement<int>>(ref reader, input, tensor, capacity),
            DataType.Int64 => Read<long, IntegerElement<long>>(ref reader, input, tensor, capacity),
            DataType.Fp16 => Read<Half, FloatElement<Half>>(ref reader, input, tensor, capacity),
            DataType.Bf16 => Read<ushort, Bf16Element>(ref reader, input, tensor, capacity),
            DataType.Fp32 => Read<float, FloatElement<float>>(ref reader, input, tensor, capacity),
            _ => Read<double, FloatElement<double>>(ref reader, input, tensor, capacity),
        };

    private static (Nesting Nesting, long Count) Read<T, TElement>(ref Utf8JsonReader reader, string input, InputTensor tensor, long capacity)
        where T : unmanaged
        where TElement : struct, IJsonElement<T>
    {
        var sink = new NumberSink<T, TElement>((T*)tensor.Data.Pointer, capacity, input);
        var nesting = ArrayWalker.Walk(ref reader, ref sink, input);
        return (nesting, sink.Count);
    }

    private static void ReadTexts(ref Utf8JsonReader reader, string input, InputTensor tensor, long elements, RestCall call)
    {
        var end = reader;
        end.Skip();
        var memory = call.Take(TextSink.MaxLength(end.BytesConsumed - reader.TokenStartIndex));
        var sink = new TextSink(memory, input);
        var nesting = ArrayWalker.Walk(ref reader, ref sink, input);
        tensor.Data = new NativeBytes(memory.Pointer, sink.Length);
        Check(input, tensor.Shape, elements, (nesting, sink.Count));
    }

    private static void Check(string input, ReadOnlySpan<long> shape, long elements, (Nesting Nesting, long Count) read)
    {
        if (read.Nesting.Rank > 1 && !read.Nesting.Lengths().AsSpan().SequenceEqual(shape))
        {
            throw InferenceException.Invalid($"Input '{input}' has the shape {ShapeText.Format(shape)} and its data is nested as {ShapeText.Format(read.Nesting.Lengths())}.");
        }

        if (read.Count != elements)
        {
            throw InferenceException.Invalid($"Input '{input}' has {read.Count} elements of data; its shape {ShapeText.Format(shape)} asks for {elements}.");
        }
    }
}
