using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Inference;

/// <summary>The outputs of one run, in the order asked for. Disposing gives their memory back.</summary>
internal readonly struct InferenceResult(IDisposableReadOnlyCollection<OrtValue> values, OutputSelection selection) : IDisposable
{
    public int Count => values.Count;

    public OutputTensor this[int index] => new(selection.Specs[index], values[index]);

    public void Dispose() => values.Dispose();
}
