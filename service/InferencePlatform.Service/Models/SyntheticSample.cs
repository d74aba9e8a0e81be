using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>Makes up a request that fits a model: zeros and empty strings, variable dimensions of length one.</summary>
internal static class SyntheticSample
{
    /// <summary>Bytes that made-up inputs may take; a model that wants more says by samples what it is called with.</summary>
    private const long MaxBytes = 256L << 20;

    /// <exception cref="InferenceException">The model's inputs are too large to make up.</exception>
    public static WarmupSample For(ModelSignature signature)
    {
        var tensors = new List<SampleTensor>(signature.Inputs.Count);
        long total = 0;
        foreach (var spec in signature.Inputs)
        {
            long[] shape = [.. spec.Shape.Select(d => d < 0 ? 1 : d)];
            var bytes = TensorShape.CountElements(spec.Name, shape) * ElementBytes(spec.DataType);
            total += bytes;
            if (total > MaxBytes)
            {
                throw InferenceException.Invalid($"inputs of {ModelSignature.Describe(signature.Inputs)} are over {MaxBytes} bytes; give samples in 'warmup'");
            }

            tensors.Add(new SampleTensor(spec.Name, spec.DataType, shape, new byte[bytes]));
        }

        return new WarmupSample(tensors);
    }

    // An empty string is its length, zero.
    private static int ElementBytes(DataType type) => type == DataType.Bytes ? BytesTensor.LengthSize : type.Size();
}
