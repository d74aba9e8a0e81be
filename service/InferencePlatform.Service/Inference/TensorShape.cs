using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>Arithmetic on dimensions that strangers send.</summary>
internal static class TensorShape
{
    /// <summary>The number of elements, at most 2³¹ - 1.</summary>
    /// <exception cref="InferenceException">A dimension is negative or there are too many elements.</exception>
    public static long CountElements(string name, ReadOnlySpan<long> shape)
    {
        var empty = shape.Contains(0);
        long count = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 0)
            {
                throw InferenceException.Invalid($"Input '{name}' has the shape {ShapeText.Format(shape)}; a dimension cannot be negative.");
            }

            if (!empty && dimension > int.MaxValue / count)
            {
                throw InferenceException.Invalid($"Input '{name}' has the shape {ShapeText.Format(shape)}, which is over {int.MaxValue} elements.");
            }

            count *= empty ? 0 : dimension;
        }

        return count;
    }
}
