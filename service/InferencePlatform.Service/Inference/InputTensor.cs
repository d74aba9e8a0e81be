using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>One input as a request gives it; used again for later requests.</summary>
internal sealed class InputTensor
{
    /// <summary>Dimensions that an input may have.</summary>
    public const int MaxRank = 64;

    /// <summary>The input's name in UTF-8.</summary>
    public NativeBytes Name { get; set; }

    public DataType DataType { get; set; }

    /// <summary>Dimensions as the request states them.</summary>
    public long[] Shape { get; private set; } = [];

    /// <summary>
    /// The elements, row-major and little-endian; each element of BYTES is its length in four bytes and then its bytes.
    /// </summary>
    public NativeBytes Data { get; set; }

    public void SetShape(ReadOnlySpan<long> dimensions)
    {
        // ONNX Runtime takes the rank from the array's length, so only one of the very same length can be used again.
        if (Shape.Length != dimensions.Length)
        {
            Shape = new long[dimensions.Length];
        }

        dimensions.CopyTo(Shape);
    }
}
