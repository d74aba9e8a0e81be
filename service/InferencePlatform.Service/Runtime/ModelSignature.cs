namespace InferencePlatform.Service.Runtime;

/// <summary>The inputs and outputs of a model, in the model's order.</summary>
internal sealed record ModelSignature(IReadOnlyList<TensorSpec> Inputs, IReadOnlyList<TensorSpec> Outputs)
{
    public static int IndexOf(IReadOnlyList<TensorSpec> specs, ReadOnlySpan<byte> utf8Name)
    {
        for (var i = 0; i < specs.Count; i++)
        {
            if (utf8Name.SequenceEqual(specs[i].Utf8Name))
            {
                return i;
            }
        }

        return -1;
    }

    public static string Describe(IEnumerable<TensorSpec> specs) => string.Join("; ", specs);
}
