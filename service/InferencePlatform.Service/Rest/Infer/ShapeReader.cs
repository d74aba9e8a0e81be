using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;

namespace InferencePlatform.Service.Rest.Infer;

internal static class ShapeReader
{
    /// <param name="reader">At the array's start; ends at its end.</param>
    /// <param name="tensor">Gets the shape.</param>
    /// <param name="owner">Whose shape it is, for messages.</param>
    public static void Read(ref Utf8JsonReader reader, InputTensor tensor, string owner)
    {
        Span<long> shape = stackalloc long[Nesting.MaxLevels];
        var rank = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var length))
            {
                throw InferenceException.Invalid($"{owner} has in its 'shape' {JsonSyntax.Describe(ref reader)}; whole numbers are taken.");
            }

            if (rank == shape.Length)
            {
                throw InferenceException.Invalid($"{owner} has more than {Nesting.MaxLevels} dimensions.");
            }

            shape[rank++] = length;
        }

        tensor.SetShape(shape[..rank]);
    }
}
