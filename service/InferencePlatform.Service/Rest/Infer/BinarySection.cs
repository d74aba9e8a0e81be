using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>The tensors' bytes that follow the JSON, handed out in the order that the JSON lists them.</summary>
internal unsafe ref struct BinarySection(NativeBytes bytes)
{
    private int _taken;

    public NativeBytes Take(string input, long size)
    {
        var left = bytes.Length - _taken;
        if (size > left)
        {
            throw InferenceException.Invalid($"Input '{input}' has a 'binary_data_size' of {size} and {left} bytes are left after the JSON and the inputs before it; send them, and the JSON's length as {MediaTypes.JsonLengthHeader}.");
        }

        var start = bytes.Pointer + _taken;
        _taken += (int)size;
        return new NativeBytes(start, (int)size);
    }

    public readonly void CheckEmpty()
    {
        if (_taken != bytes.Length)
        {
            throw InferenceException.Invalid($"{bytes.Length} bytes follow the JSON and the inputs' 'binary_data_size' together say {_taken}.");
        }
    }
}
