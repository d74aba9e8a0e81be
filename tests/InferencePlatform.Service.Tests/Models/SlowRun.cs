using System.Runtime.InteropServices;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>The inputs of a run of the model <c>slow</c>, which gives x back after so many iterations, and its result.</summary>
internal sealed unsafe class SlowRun : IDisposable
{
    private readonly byte* _memory = (byte*)NativeMemory.Alloc(sizeof(long) + sizeof(float));

    public SlowRun(float x, long iterations)
    {
        *(long*)_memory = iterations;
        *(float*)(_memory + sizeof(long)) = x;
        Inputs =
        [
            TensorValue.Over(DataType.Fp32, [1], _memory + sizeof(long), sizeof(float)),
            TensorValue.Over(DataType.Int64, [1], _memory, sizeof(long)),
        ];
    }

    public TensorValue[] Inputs { get; }

    public InferenceResult Result { get; } = new();

    /// <summary>Runs on this thread; what comes back.</summary>
    public float Run(ModelVersion version)
    {
        using var options = new RunOptions();
        Result.Run(version.Model, Inputs, version.AllOutputs, options);
        return MemoryMarshal.Read<float>(Result.Outputs[0].Data);
    }

    public void Dispose()
    {
        Result.Dispose();
        foreach (var input in Inputs)
        {
            input.Dispose();
        }

        NativeMemory.Free(_memory);
    }
}
