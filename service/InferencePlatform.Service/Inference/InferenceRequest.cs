using System.Text;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>
/// One inference as any wire asks for it. It is kept and used again, so that a request of a usual size allocates
/// nothing; <see cref="Reset"/> gives back what it holds.
/// </summary>
/// <param name="buffers">Lends memory.</param>
/// <param name="memory">Counts what is lent; given back as a whole by <see cref="Reset"/>.</param>
internal sealed unsafe class InferenceRequest(MessageBufferPool buffers, ByteLease memory)
{
    /// <summary>Inputs, or requested outputs, that one request may name.</summary>
    public const int MaxTensors = 1024;

    /// <summary>Bytes that one tensor may take once decoded.</summary>
    private const int MaxScratch = 1 << 30;

    private readonly List<InputTensor> _inputs = [];
    private readonly List<NativeBytes> _requestedOutputs = [];
    private readonly List<MessageBuffer> _scratch = [];
    private TensorValue[] _values = [];
    private int _inputCount;

    public ReadOnlySpan<InputTensor> Inputs =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_inputs)[.._inputCount];

    /// <summary>Names of the outputs wanted; none stands for all.</summary>
    public IReadOnlyList<NativeBytes> RequestedOutputs => _requestedOutputs;

    /// <summary>Takes the outputs of the request's run; <see cref="Reset"/> gives their memory back.</summary>
    public InferenceResult Result { get; } = new();

    public InputTensor AddInput()
    {
        if (_inputCount == MaxTensors)
        {
            throw InferenceException.Invalid($"The request has more than {MaxTensors} inputs.");
        }

        if (_inputCount == _inputs.Count)
        {
            _inputs.Add(new InputTensor());
        }

        var input = _inputs[_inputCount++];
        input.Data = default;
        input.SetShape([]);
        return input;
    }

    public void AddRequestedOutput(NativeBytes name)
    {
        if (_requestedOutputs.Count == MaxTensors)
        {
            throw InferenceException.Invalid($"The request asks for more than {MaxTensors} outputs.");
        }

        _requestedOutputs.Add(name);
    }

    /// <summary>Memory that lives until <see cref="Reset"/>.</summary>
    /// <exception cref="InferenceException">The server has not that much to spare.</exception>
    public MessageBuffer Rent(long length)
    {
        if (length > MaxScratch)
        {
            throw new InferenceException(InferenceError.ResourceExhausted, $"The request's tensors take {length} bytes once decoded, and the limit is {MaxScratch}.");
        }

        memory.Take(length);
        var buffer = buffers.Rent((int)length);
        _scratch.Add(buffer);
        return buffer;
    }

    /// <summary>Counts memory that another holds for this request until <see cref="Reset"/>.</summary>
    /// <exception cref="InferenceException">The server has not that much to spare.</exception>
    public void Count(long bytes) => memory.Take(bytes);

    /// <summary>A text in memory that lives until <see cref="Reset"/>.</summary>
    public NativeBytes Keep(string text)
    {
        var buffer = Rent(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer.Span);
        return new NativeBytes(buffer.Pointer, buffer.Length);
    }

    /// <summary>Room for as many tensor values, which <see cref="Reset"/> disposes of.</summary>
    public TensorValue[] PrepareValues(int count)
    {
        if (_values.Length != count)
        {
            _values = new TensorValue[count];
        }

        return _values;
    }

    public void Reset()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i].Dispose();
            _values[i] = default;
        }

        Result.Dispose();
        foreach (var buffer in _scratch)
        {
            buffer.Dispose();
        }

        _scratch.Clear();
        _requestedOutputs.Clear();
        _inputCount = 0;
        memory.GiveBack();
    }
}
