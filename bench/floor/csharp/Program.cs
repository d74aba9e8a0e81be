using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;

if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("usage: floor MODEL FLOATS...");
    return 2;
}

using var options = new SessionOptions
{
    IntraOpNumThreads = 1,
    InterOpNumThreads = 1,
    GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
};
using var session = new InferenceSession(args[0], options);
foreach (var text in args.AsSpan(1).ToArray())
{
    var floats = int.Parse(text, CultureInfo.InvariantCulture);
    var nanoseconds = new Loop(session, floats).NanosecondsPerRun();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"floats":{{floats}},"ns_per_run":{{nanoseconds:F1}}}"""));
}

return 0;

internal sealed class Loop(InferenceSession session, int floats)
{
    private const int Rounds = 7;
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(300);

    private readonly RunOptions runOptions = new();
    private readonly string[] inputNames = [session.InputNames[0]];
    private readonly string[] outputNames = [session.OutputNames[0]];
    private readonly long[] shape = [floats];
    private readonly float[] input = Enumerable.Repeat(1.5f, floats).ToArray();
    private readonly float[] output = new float[floats];
    private readonly OrtValue[] inputs = new OrtValue[1];
    private readonly OrtValue[] outputs = new OrtValue[1];

    /// <summary>The median of a few rounds, the first of which warm the code up.</summary>
    internal double NanosecondsPerRun()
    {
        Round();
        Round();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Round()).Order().ToArray();
        return rounds[Rounds / 2];
    }

    private double Round()
    {
        var start = Stopwatch.GetTimestamp();
        long runs = 0;
        TimeSpan elapsed;
        do
        {
            for (var i = 0; i < 16; i++)
            {
                Run();
            }

            runs += 16;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < RoundLength);

        return elapsed.TotalNanoseconds / runs;
    }

    // The tensors are made anew for each run, as a server has to.
    private void Run()
    {
        using var inputValue = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var outputValue = OrtValue.CreateTensorValueFromMemory(output, shape);
        inputs[0] = inputValue;
        outputs[0] = outputValue;
        session.Run(runOptions, inputNames, inputs, outputNames, outputs);
    }
}
