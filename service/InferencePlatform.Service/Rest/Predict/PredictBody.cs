using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;

namespace InferencePlatform.Service.Rest.Predict;

/// <summary>Reads the body of the simple API: <c>{"inputs": [1, 2, 3]}</c>, flat or in rows.</summary>
internal static unsafe class PredictBody
{
    private const string Inputs = "inputs";

    /// <summary>The numbers, row after row.</summary>
    /// <exception cref="InferenceException">The body is not of that form.</exception>
    public static NativeBytes Read(RestCall call)
    {
        var json = call.Body.Bytes;
        var members = default(MemberSet);
        NativeBytes numbers = default;
        try
        {
            var reader = JsonSyntax.Open(json);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isInputs = JsonText.Is(ref reader, "inputs"u8);
                reader.Read();
                if (isInputs)
                {
                    members.Add(0, "The request", Inputs);
                    numbers = ReadNumbers(ref reader, json, call);
                }
                else
                {
                    reader.Skip();
                }
            }

            JsonSyntax.Close(ref reader);
        }
        catch (JsonException e)
        {
            throw JsonSyntax.ToInvalid(e);
        }

        return members.Has(0)
            ? numbers
            : throw InferenceException.Invalid("The request has no 'inputs'; send {\"inputs\": [1, 2, 3]}.");
    }

    private static NativeBytes ReadNumbers(ref Utf8JsonReader reader, NativeBytes json, RestCall call)
    {
        // Each number but the last has a comma after it.
        var most = json.Span[(int)reader.TokenStartIndex..].Count((byte)',') + 1L;
        var memory = call.Take(most * sizeof(double));
        var sink = new NumberSink<double, FloatElement<double>>((double*)memory.Pointer, most, Inputs);
        ArrayWalker.Walk(ref reader, ref sink, Inputs);
        return new NativeBytes(memory.Pointer, (int)sink.Count * sizeof(double));
    }
}
