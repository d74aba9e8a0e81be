using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>One request to warm a model up with.</summary>
internal sealed record WarmupSample(IReadOnlyList<SampleTensor> Inputs)
{
    /// <summary>Puts the sample's inputs into a request.</summary>
    public void Fill(InferenceRequest request)
    {
        foreach (var tensor in Inputs)
        {
            var input = request.AddInput();
            var data = request.Rent(tensor.Data.Length);
            tensor.Data.CopyTo(data.Span);
            input.Name = request.Keep(tensor.Name);
            input.DataType = tensor.DataType;
            input.SetShape(tensor.Shape);
            unsafe
            {
                input.Data = new NativeBytes(data.Pointer, data.Length);
            }
        }
    }
}

/// <summary>One input of a sample; its data are as <see cref="InputTensor.Data"/>.</summary>
internal sealed record SampleTensor(string Name, DataType DataType, long[] Shape, byte[] Data);
