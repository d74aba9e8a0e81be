using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Grpc.Wire;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Grpc;

/// <summary>
/// Reads a ModelInferRequest where it lies: names and raw contents become views of the message, nothing is copied.
/// Source: kserve/open-inference-protocol, inference_grpc.md. Used again from call to call.
/// </summary>
internal sealed unsafe class InferRequestReader(InferenceRequest request)
{
    /// <summary>Field of an InferInputTensor.</summary>
    private const int ContentsField = 5;

    private readonly List<NativeBytes> _raw = [];
    private readonly List<NativeBytes> _contents = [];
    private readonly List<long> _dimensions = [];
    private MessageBuffer _message = null!;

    public NativeBytes ModelName { get; private set; }

    public NativeBytes ModelVersion { get; private set; }

    /// <summary>The caller's own name for the request, echoed in the response.</summary>
    public NativeBytes Id { get; private set; }

    /// <summary>Whether inputs come, and so outputs go, as raw bytes instead of typed contents.</summary>
    public bool IsRaw => _raw.Count > 0;

    /// <summary>Reads a message into the request; both live until the request is reset.</summary>
    public void Read(MessageBuffer message)
    {
        _message = message;
        _raw.Clear();
        _contents.Clear();
        ModelName = ModelVersion = Id = default;
        var reader = new WireReader(message.Span);
        while (!reader.AtEnd)
        {
            switch (reader.ReadTag())
            {
                case (1, WireType.LengthDelimited):
                    ModelName = View(reader.ReadField());
                    break;
                case (2, WireType.LengthDelimited):
                    ModelVersion = View(reader.ReadField());
                    break;
                case (3, WireType.LengthDelimited):
                    Id = CheckText(View(reader.ReadField()));
                    break;
                case (5, WireType.LengthDelimited):
                    ReadInput(reader.ReadField());
                    break;
                case (6, WireType.LengthDelimited):
                    ReadRequestedOutput(reader.ReadField());
                    break;
                case (7, WireType.LengthDelimited):
                    AddRaw(View(reader.ReadField()));
                    break;
                case var (field, type):
                    reader.Skip(field, type);
                    break;
            }
        }

        AssignData();
    }

    private void ReadInput(WireReader reader)
    {
        var input = request.AddInput();
        var whole = reader;
        var pieces = 0;
        NativeBytes name = default, dataType = default, contents = default;
        _dimensions.Clear();
        while (!reader.AtEnd)
        {
            switch (reader.ReadTag())
            {
                case (1, WireType.LengthDelimited):
                    name = View(reader.ReadField());
                    break;
                case (2, WireType.LengthDelimited):
                    dataType = View(reader.ReadField());
                    break;
                case (3, WireType.LengthDelimited):
                    var packed = reader.ReadField();
                    while (!packed.AtEnd)
                    {
                        AddDimension(ref packed);
                    }

                    break;
                case (3, WireType.Varint):
                    AddDimension(ref reader);
                    break;
                case (ContentsField, WireType.LengthDelimited):
                    contents = View(reader.ReadField());
                    pieces++;
                    break;
                case var (field, type):
                    reader.Skip(field, type);
                    break;
            }
        }

        input.Name = name;
        input.DataType = DataTypes.TryParse(dataType.Span, out var parsed)
            ? parsed
            : throw InferenceException.Invalid($"Input '{name}' has the datatype '{dataType}'; it must be one of {DataTypes.AllNames}.");
        if (_dimensions.Count > InputTensor.MaxRank)
        {
            throw InferenceException.Invalid($"Input '{name}' has more than {InputTensor.MaxRank} dimensions.");
        }

        input.SetShape(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_dimensions));
        _contents.Add(pieces > 1 ? JoinContents(whole) : contents);
    }

    private void AddDimension(ref WireReader reader)
    {
        // One too many is enough to refuse the input once its name is known.
        var dimension = (long)reader.ReadVarint();
        if (_dimensions.Count <= InputTensor.MaxRank)
        {
            _dimensions.Add(dimension);
        }
    }

    private void ReadRequestedOutput(WireReader reader)
    {
        NativeBytes name = default;
        while (!reader.AtEnd)
        {
            switch (reader.ReadTag())
            {
                case (1, WireType.LengthDelimited):
                    name = View(reader.ReadField());
                    break;
                case var (field, type):
                    reader.Skip(field, type);
                    break;
            }
        }

        request.AddRequestedOutput(name);
    }

    private void AddRaw(NativeBytes raw)
    {
        if (_raw.Count == InferenceRequest.MaxTensors)
        {
            throw InferenceException.Invalid($"The request has more than {InferenceRequest.MaxTensors} raw_input_contents.");
        }

        _raw.Add(raw);
    }

    private void AssignData()
    {
        var inputs = request.Inputs;
        if (IsRaw && _raw.Count != inputs.Length)
        {
            throw InferenceException.Invalid($"The request has {inputs.Length} inputs and {_raw.Count} raw_input_contents; there must be one for each input, in the same order.");
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            if (IsRaw && _contents[i].Length > 0)
            {
                throw InferenceException.Invalid($"Input '{inputs[i].Name}' has contents, and the request has raw_input_contents too; use one or the other.");
            }

            inputs[i].Data = IsRaw ? _raw[i] : InferContentsReader.Read(inputs[i], _contents[i], request);
        }
    }

    /// <summary>A message field that comes twice is merged, and joined encodings are a merged message's encoding.</summary>
    private NativeBytes JoinContents(WireReader input)
    {
        // All pieces fit where the input did. One piece of memory for all: there may be millions of them.
        var joined = request.Rent(input.Bytes.Length);
        var length = 0;
        while (!input.AtEnd)
        {
            var (field, type) = input.ReadTag();
            if ((field, type) is not (ContentsField, WireType.LengthDelimited))
            {
                input.Skip(field, type);
                continue;
            }

            var piece = input.ReadField().Bytes;
            piece.CopyTo(joined.Span[length..]);
            length += piece.Length;
        }

        return new NativeBytes(joined.Pointer, length);
    }

    /// <summary>What is echoed must be text: many clients cannot read a response whose strings are not.</summary>
    private static NativeBytes CheckText(NativeBytes id) => System.Text.Unicode.Utf8.IsValid(id.Span)
        ? id
        : throw InferenceException.Invalid("The request's id is not text in UTF-8.");

    private NativeBytes View(WireReader field) => new(_message.Pointer + field.Start, field.Bytes.Length);
}
