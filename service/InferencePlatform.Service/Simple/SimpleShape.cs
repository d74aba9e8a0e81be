using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Simple;

/// <summary>Finds the shape of a flat list of numbers.</summary>
internal static class SimpleShape
{
    /// <summary>
    /// The shape that makes a list of this length the model's input. A lone variable dimension takes what the others
    /// leave. Of two or more the first is the batch, one row, and there may be only one other.
    /// </summary>
    /// <exception cref="InferenceException">The length does not fit, or the shape cannot be told from it.</exception>
    public static void Resolve(TensorSpec spec, long length, Span<long> shape)
    {
        spec.Shape.CopyTo(shape);
        var variable = shape.Count(-1);
        if (variable > 1)
        {
            shape[shape.IndexOf(-1)] = 1;
            variable--;
        }

        if (variable > 1)
        {
            throw InferenceException.Invalid($"Input '{spec.Name}' has the shape {ShapeText.Format(spec.Shape)}, and a flat list does not tell its variable dimensions apart; use inference.GRPCInferenceService/ModelInfer, which takes a shape.");
        }

        long known = 1;
        foreach (var dimension in shape)
        {
            known *= dimension < 0 ? 1 : dimension;
        }

        if (variable == 1 && known > 0 && length % known == 0)
        {
            shape[shape.IndexOf(-1)] = length / known;
        }
        else if (variable == 1 || length != known)
        {
            throw InferenceException.Invalid($"Input '{spec.Name}' takes {(variable == 1 ? "a multiple of " : "")}{known} numbers, in the shape {ShapeText.Format(spec.Shape)}; {length} came.");
        }
    }
}
