using System.Text;
using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>Reads one member of <c>outputs</c>.</summary>
internal static class RequestedOutputReader
{
    private const int NameMember = 0;
    private const int ParametersMember = 1;

    public static void Read(ref Utf8JsonReader reader, RestCall call, int index)
    {
        var owner = $"The requested output at index {index}";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw InferenceException.Invalid($"{owner} is {JsonSyntax.Describe(ref reader)}; an object with a 'name' is taken.");
        }

        var members = default(MemberSet);
        NativeBytes name = default;
        TensorParameters parameters = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (JsonText.Is(ref reader, "name"u8))
            {
                members.Add(NameMember, owner, "name");
                reader.Read();
                name = reader.TokenType == JsonTokenType.String
                    ? JsonText.Read(ref reader, call.Request)
                    : throw InferenceException.Invalid($"{owner} has as its 'name' {JsonSyntax.Describe(ref reader)}; a text is taken.");
                owner = $"The requested output '{Encoding.UTF8.GetString(name.Span)}'";
            }
            else if (JsonText.Is(ref reader, "parameters"u8))
            {
                members.Add(ParametersMember, owner, "parameters");
                reader.Read();
                parameters = TensorParameters.Read(ref reader, owner);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!members.Has(NameMember))
        {
            throw InferenceException.Invalid($"{owner} has no 'name'.");
        }

        call.Request.AddRequestedOutput(name);
        call.BinaryOutputs.Add(parameters.BinaryOutput);
    }
}
