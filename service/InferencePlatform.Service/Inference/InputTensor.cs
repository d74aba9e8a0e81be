using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>One input as a request gives it; used again for later requests.</summary>
internal sealed class InputTensor
{
    /// <summary>Dimensions that an input may have.</summary>
    public const int MaxRank = 64;

    private long[] _dimensions = [];
    private int _rank;

    /// <summary>The input's name in UTF-8.</summary>
    public NativeBytes Name { get; set; }

    public DataType DataType { get; set; }

    /// <summary>Dimensions as the request states them.</summary>
    public ReadOnlySpan<long> Shape => _dimensions.AsSpan(0, _rank);

    /// <summary>
    /// The elements, row-major and little-endian; each element of BYTES is its length in four bytes and then its bytes.
    /// </summary>
    public NativeBytes Data { get; set; }

    public void SetShape(ReadOnlySpan<long> dimensions)
    {
        if (_dimensions.Length < dimensions.Length)
        {
            _dimensions = new long[dimensions.Length];
        }

        dimensions.CopyTo(_dimensions);
        _rank = dimensions.Length;
    }
}
