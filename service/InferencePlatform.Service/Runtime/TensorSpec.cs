using System.Text;

namespace InferencePlatform.Service.Runtime;

/// <summary>One input or output of a model.</summary>
internal sealed class TensorSpec(string name, DataType dataType, long[] shape)
{
    public string Name { get; } = name;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public DataType DataType { get; } = dataType;

    /// <summary>Dimensions; -1 stands for any length.</summary>
    public long[] Shape { get; } = shape;

    /// <summary>Whether a tensor of these dimensions is one of this spec.</summary>
    public bool Accepts(ReadOnlySpan<long> dimensions)
    {
        if (dimensions.Length != Shape.Length)
        {
            return false;
        }

        for (var i = 0; i < dimensions.Length; i++)
        {
            if (Shape[i] >= 0 && Shape[i] != dimensions[i])
            {
                return false;
            }
        }

        return true;
    }

    public override string ToString() => $"{Name} {DataType.Name()} {ShapeText.Format(Shape)}";
}
