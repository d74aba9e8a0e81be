using Inference;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Inference;

/// <summary>Random requests that the test models answer with what they got.</summary>
internal sealed class RandomRequest(Random random)
{
    private static readonly string[] Raw = [.. DataTypeSample.All];

    private static readonly string[] Typed = [.. DataTypeSample.WithTyped];

    /// <summary>A request to an identity model, raw or typed.</summary>
    public ModelInferRequest Next()
    {
        var raw = random.Next(2) == 0;
        var dataType = NextDataType(raw);
        var request = Requests.For($"identity_{dataType.ToLowerInvariant()}");
        request.Id = random.Next(2) == 0 ? "" : $"id {random.Next()}";
        AddInput(request, "x", dataType, [random.Next(5), random.Next(9)], raw);
        if (random.Next(3) == 0)
        {
            request.WithOutputs("y");
        }

        return request;
    }

    /// <summary>A request of any number of inputs that no model takes, raw or typed.</summary>
    public ModelInferRequest NextOfManyInputs()
    {
        var request = Requests.For("any", "7");
        var raw = random.Next(2) == 0;
        for (var i = random.Next(4); i >= 0; i--)
        {
            long[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(4))];
            AddInput(request, $"input {i}", NextDataType(raw), shape, raw);
        }

        return request.WithOutputs([.. Enumerable.Range(0, random.Next(3)).Select(i => $"output {i}")]);
    }

    private void AddInput(ModelInferRequest request, string name, string dataType, long[] shape, bool raw)
    {
        var data = RandomTensor.NextRaw(random, dataType, (int)shape.Aggregate(1L, (a, b) => a * b));
        if (raw)
        {
            request.WithRaw(name, dataType, shape, data);
        }
        else
        {
            request.WithTyped(name, dataType, shape, RandomTensor.ToTyped(dataType, data));
        }
    }

    private string NextDataType(bool raw) => raw ? Raw[random.Next(Raw.Length)] : Typed[random.Next(Typed.Length)];
}
