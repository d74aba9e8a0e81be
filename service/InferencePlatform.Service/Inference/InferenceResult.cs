using InferencePlatform.Service.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Inference;

/// <summary>
/// The outputs of one run, in the order asked for. Disposing gives their memory back, and the object takes the outputs
/// of another run.
/// </summary>
internal sealed class InferenceResult : IDisposable
{
    private TensorValue[] _values = [];
    private OutputTensor[] _outputs = [];
    private int _count;

    public ReadOnlySpan<OutputTensor> Outputs => _outputs.AsSpan(0, _count);

    /// <summary>Runs a model and keeps the outputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">One tensor for each of the model's inputs; stay the caller's.</param>
    /// <param name="selection">The outputs wanted.</param>
    /// <param name="options">Ends the run early when its <c>Terminate</c> is set.</param>
    /// <exception cref="Runtime.Native.OrtException">The run failed or was terminated; there are no outputs.</exception>
    public void Run(OnnxModel model, ReadOnlySpan<TensorValue> inputs, OutputSelection selection, RunOptions options)
    {
        Dispose();
        var count = selection.Specs.Count;
        if (_values.Length < count)
        {
            _values = new TensorValue[count];
            _outputs = new OutputTensor[count];
        }

        model.Run(inputs, selection.NativeNames, _values.AsSpan(0, count), options);
        _count = count;
        for (var i = 0; i < count; i++)
        {
            _outputs[i] = new OutputTensor(selection.Specs[i], _values[i]);
        }
    }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            _values[i].Dispose();
            _values[i] = default;
            _outputs[i] = default;
        }

        _count = 0;
    }
}
