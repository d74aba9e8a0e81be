using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>Reads the body of an Open Inference Protocol request where it lies.</summary>
internal ref struct InferRequestReader(RestCall call, NativeBytes json, BinarySection binary)
{
    private const string Owner = "The request";
    private const int IdMember = 0;
    private const int InputsMember = 1;
    private const int OutputsMember = 2;
    private const int ParametersMember = 3;

    private BinarySection _binary = binary;
    private MemberSet _members;

    /// <summary>Fills the call's request.</summary>
    /// <exception cref="InferenceException">The body is not a request.</exception>
    public void Read()
    {
        try
        {
            var reader = JsonSyntax.Open(json);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                ReadMember(ref reader);
            }

            JsonSyntax.Close(ref reader);
        }
        catch (JsonException e)
        {
            throw JsonSyntax.ToInvalid(e);
        }

        if (!_members.Has(InputsMember))
        {
            throw InferenceException.Invalid($"{Owner} has no 'inputs'; send an array of them.");
        }

        _binary.CheckEmpty();
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (Is(ref reader, "id"u8, IdMember, "id"))
        {
            ReadId(ref reader);
        }
        else if (Is(ref reader, "inputs"u8, InputsMember, "inputs"))
        {
            Expect(ref reader, JsonTokenType.StartArray, "inputs", "an array");
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                new InputReader(call, i, json.Length).Read(ref reader, ref _binary);
            }
        }
        else if (Is(ref reader, "outputs"u8, OutputsMember, "outputs"))
        {
            ReadOutputs(ref reader);
        }
        else if (Is(ref reader, "parameters"u8, ParametersMember, "parameters"))
        {
            call.BinaryOutput = TensorParameters.Read(ref reader, Owner).BinaryOutput ?? false;
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Name, int member, string name)
    {
        if (!JsonText.Is(ref reader, utf8Name))
        {
            return false;
        }

        _members.Add(member, Owner, name);
        reader.Read();
        return true;
    }

    private readonly void ReadId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            Expect(ref reader, JsonTokenType.String, "id", "a text");
            call.Id = JsonText.Read(ref reader, call.Request);
        }
    }

    private readonly void ReadOutputs(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Expect(ref reader, JsonTokenType.StartArray, "outputs", "an array");
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            RequestedOutputReader.Read(ref reader, call, i);
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string member, string what)
    {
        if (reader.TokenType != type)
        {
            throw InferenceException.Invalid($"{Owner} has as its '{member}' {JsonSyntax.Describe(ref reader)}; {what} is taken.");
        }
    }
}
