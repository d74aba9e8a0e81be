using System.Text.Json;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Walks through an array, flat or nested, in row-major order.</summary>
internal static class ArrayWalker
{
    /// <summary>Hands the elements of the array at the reader to a sink; ends at the array's end.</summary>
    public static Nesting Walk<TSink>(ref Utf8JsonReader reader, ref TSink sink, string input)
        where TSink : struct, IElementSink
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw InferenceException.Invalid($"Input '{input}' has as its data {JsonSyntax.Describe(ref reader)}; an array is taken, flat or nested as the shape.");
        }

        var nesting = new Nesting(input);
        while (true)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                nesting.Open();
                reader.Read();
            }
            else if (reader.TokenType == JsonTokenType.EndArray)
            {
                nesting.Close();
                if (nesting.Done)
                {
                    return nesting;
                }

                reader.Read();
            }
            else
            {
                var before = sink.Count;
                do
                {
                    sink.Add(ref reader);
                    reader.Read();
                }
                while (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray));
                nesting.AddElements(sink.Count - before);
            }
        }
    }
}
