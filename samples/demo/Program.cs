using System.Globalization;
using InferencePlatform.Demo;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;

if (args.Length != 4)
{
    Console.Error.WriteLine("usage: demo <data folder> <gRPC port> <REST port> <management port>");
    return 2;
}

var data = args[0];
var ports = Array.ConvertAll(args[1..], p => int.Parse(p, CultureInfo.InvariantCulture));
using var channel = new GrpcChannel(new Uri($"http://localhost:{ports[0]}"));
SampleModel[] models =
[
    new("digits", DigitsClient.Method, "digits_test.csv", 8, new DigitsClient(channel).PredictAsync),
    new("iris", IrisClient.Method, "iris_test.csv", 6, new IrisClient(channel).PredictAsync),
];
try
{
    foreach (var model in models)
    {
        await Demonstration.RunAsync(model, LabelledRow.ReadAll(Path.Combine(data, model.DataFile)));
    }
}
catch (RpcException e)
{
    Console.Error.WriteLine($"demo: the server answered {e.Status}");
    return 1;
}

Console.Write(NextSteps.Describe(ports[0], ports[1], ports[2]));
return 0;
