using System.Text;
using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>
/// Reads one member of <c>inputs</c>. Data that comes after the name, datatype and shape, as it nearly always does, is
/// read at once; else it is passed over and read when all of them are known.
/// </summary>
internal ref struct InputReader(RestCall call, int index, long jsonEnd)
{
    private const int NameMember = 0;
    private const int DatatypeMember = 1;
    private const int ShapeMember = 2;
    private const int DataMember = 3;
    private const int ParametersMember = 4;

    private readonly InputTensor _tensor = call.Request.AddInput();
    private MemberSet _members;
    private TensorParameters _parameters;
    private Utf8JsonReader _passedOver;
    private bool _isPassedOver;

    /// <summary>Reads the object at the reader.</summary>
    public void Read(ref Utf8JsonReader reader, ref BinarySection binary)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw InferenceException.Invalid($"{Owner()} is {JsonSyntax.Describe(ref reader)}; an object is taken.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            ReadMember(ref reader);
        }

        Require(NameMember, "name");
        Require(DatatypeMember, "datatype");
        Require(ShapeMember, "shape");
        Finish(ref binary);
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (Is(ref reader, "name"u8, NameMember, "name"))
        {
            Expect(ref reader, JsonTokenType.String, "name", "a text");
            _tensor.Name = JsonText.Read(ref reader, call.Request);
        }
        else if (Is(ref reader, "datatype"u8, DatatypeMember, "datatype"))
        {
            Expect(ref reader, JsonTokenType.String, "datatype", "a text");
            ReadDatatype(ref reader);
        }
        else if (Is(ref reader, "shape"u8, ShapeMember, "shape"))
        {
            Expect(ref reader, JsonTokenType.StartArray, "shape", "an array of whole numbers");
            ShapeReader.Read(ref reader, _tensor, Owner());
        }
        else if (Is(ref reader, "data"u8, DataMember, "data"))
        {
            ReadOrPassOver(ref reader);
        }
        else if (Is(ref reader, "parameters"u8, ParametersMember, "parameters"))
        {
            _parameters = TensorParameters.Read(ref reader, Owner());
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    /// <summary>Whether the reader is at this member's name; if so it goes on to the value.</summary>
    private bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Name, int member, string name)
    {
        if (!JsonText.Is(ref reader, utf8Name))
        {
            return false;
        }

        _members.Add(member, Owner(), name);
        reader.Read();
        return true;
    }

    private void ReadDatatype(ref Utf8JsonReader reader)
    {
        if (!DataTypes.TryParse(reader.ValueSpan, out var type))
        {
            throw InferenceException.Invalid($"{Owner()} has the datatype '{JsonSyntax.Quote(reader.ValueSpan)}'; it must be one of {DataTypes.AllNames}.");
        }

        _tensor.DataType = type;
    }

    private void ReadOrPassOver(ref Utf8JsonReader reader)
    {
        if (_members.Has(NameMember) && _members.Has(DatatypeMember) && _members.Has(ShapeMember))
        {
            TensorReader.Read(ref reader, jsonEnd, Name(), _tensor, call);
            return;
        }

        _passedOver = reader;
        _isPassedOver = true;
        reader.Skip();
    }

    private void Finish(ref BinarySection binary)
    {
        var hasData = _members.Has(DataMember);
        if (_parameters.BinarySize is { } size)
        {
            _tensor.Data = hasData
                ? throw InferenceException.Invalid($"Input '{Name()}' has both 'data' and a 'binary_data_size'; send one of them.")
                : binary.Take(Name(), size);
        }
        else if (_isPassedOver)
        {
            TensorReader.Read(ref _passedOver, jsonEnd, Name(), _tensor, call);
        }
        else if (!hasData)
        {
            throw InferenceException.Invalid($"Input '{Name()}' has no 'data' and no parameter 'binary_data_size'; send one of them.");
        }
    }

    private readonly void Require(int member, string name)
    {
        if (!_members.Has(member))
        {
            throw InferenceException.Invalid($"{Owner()} has no '{name}'; an input takes 'name', 'datatype', 'shape' and 'data'.");
        }
    }

    private readonly void Expect(ref Utf8JsonReader reader, JsonTokenType type, string member, string what)
    {
        if (reader.TokenType != type)
        {
            throw InferenceException.Invalid($"{Owner()} has as its '{member}' {JsonSyntax.Describe(ref reader)}; {what} is taken.");
        }
    }

    private readonly string Owner() => _tensor.Name.Length > 0 ? $"Input '{Name()}'" : $"The input at index {index}";

    private readonly string Name() => Encoding.UTF8.GetString(_tensor.Name.Span);
}
