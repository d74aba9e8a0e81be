using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>The outputs that a request wants.</summary>
internal sealed class OutputSelection(IReadOnlyList<TensorSpec> specs)
{
    public IReadOnlyList<TensorSpec> Specs { get; } = specs;

    /// <summary>The outputs' names as ONNX Runtime takes them; live as long as the specs.</summary>
    public nint[] NativeNames { get; } = [.. specs.Select(s => s.NativeName)];

    /// <summary>The selection that a request's names make.</summary>
    /// <param name="all">What a request that names none gets.</param>
    /// <param name="requested">The names, in UTF-8.</param>
    /// <exception cref="InferenceException">A name is not an output, or comes twice.</exception>
    public static OutputSelection From(OutputSelection all, IReadOnlyList<NativeBytes> requested)
    {
        if (requested.Count == 0 || AreAll(all.Specs, requested))
        {
            return all;
        }

        var chosen = new List<TensorSpec>(requested.Count);
        foreach (var name in requested)
        {
            var index = ModelSignature.IndexOf(all.Specs, name.Span);
            if (index < 0)
            {
                throw InferenceException.Invalid($"The model has no output '{name}'; it gives {ModelSignature.Describe(all.Specs)}.");
            }

            if (chosen.Contains(all.Specs[index]))
            {
                throw InferenceException.Invalid($"Output '{all.Specs[index].Name}' is asked for more than once.");
            }

            chosen.Add(all.Specs[index]);
        }

        return new OutputSelection(chosen);
    }

    /// <summary>Whether all are named in the model's order, as many clients do; then nothing need be made.</summary>
    private static bool AreAll(IReadOnlyList<TensorSpec> specs, IReadOnlyList<NativeBytes> requested)
    {
        if (requested.Count != specs.Count)
        {
            return false;
        }

        for (var i = 0; i < specs.Count; i++)
        {
            if (!requested[i].Span.SequenceEqual(specs[i].Utf8Name))
            {
                return false;
            }
        }

        return true;
    }
}
