using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Inference;

/// <summary>The outputs of one run, in the order asked for. Disposing gives their memory back.</summary>
internal readonly struct InferenceResult : IDisposable
{
    private readonly IDisposableReadOnlyCollection<OrtValue> _values;
    private readonly OutputTensor[] _outputs;

    public InferenceResult(IDisposableReadOnlyCollection<OrtValue> values, OutputSelection selection)
    {
        _values = values;
        _outputs = new OutputTensor[values.Count];
        for (var i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] = new OutputTensor(selection.Specs[i], values[i]);
        }
    }

    public ReadOnlySpan<OutputTensor> Outputs => _outputs;

    public void Dispose() => _values.Dispose();
}
