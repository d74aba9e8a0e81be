using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>
/// The parameters that mean something here. Any others are let through: they are other servers' or for other layers.
/// </summary>
/// <param name="BinarySize">Bytes that follow the JSON and are this input's data.</param>
/// <param name="BinaryOutput">Whether an output is wanted as bytes; for the request, whether all are.</param>
internal readonly record struct TensorParameters(long? BinarySize, bool? BinaryOutput)
{
    /// <param name="reader">At the parameters' value; ends at its end.</param>
    /// <param name="owner">Whose they are, for messages.</param>
    public static TensorParameters Read(ref Utf8JsonReader reader, string owner)
    {
        var parameters = default(TensorParameters);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return parameters;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw InferenceException.Invalid($"{owner} has as its 'parameters' {JsonSyntax.Describe(ref reader)}; an object is taken.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (JsonText.Is(ref reader, "binary_data_size"u8))
            {
                parameters = parameters with { BinarySize = ReadSize(ref reader, owner) };
            }
            else if (JsonText.Is(ref reader, "binary_data"u8) || JsonText.Is(ref reader, "binary_data_output"u8))
            {
                parameters = parameters with { BinaryOutput = ReadFlag(ref reader, owner) };
            }
            else if (JsonText.Is(ref reader, "classification"u8) || JsonText.Is(ref reader, "shared_memory_region"u8))
            {
                throw InferenceException.Invalid($"{owner} has the parameter '{System.Text.Encoding.UTF8.GetString(reader.ValueSpan)}', an extension that this server does not serve; leave it out and send or take the tensor itself.");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return parameters;
    }

    private static long ReadSize(ref Utf8JsonReader reader, string owner)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size) && size >= 0
            ? size
            : throw InferenceException.Invalid($"{owner} has as its 'binary_data_size' {JsonSyntax.Describe(ref reader)}; a number of bytes is taken.");
    }

    private static bool ReadFlag(ref Utf8JsonReader reader, string owner)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.TokenType == JsonTokenType.True
            : throw InferenceException.Invalid($"{owner} has as its 'binary_data' {JsonSyntax.Describe(ref reader)}; true or false is taken.");
    }
}
