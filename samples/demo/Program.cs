using InferencePlatform.Demo;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;

if (args.Length < 2 || Addresses.Parse(args[1..]) is not { } addresses)
{
    Console.Error.WriteLine("usage: demo <data folder> <gRPC port> <REST port> <management port>");
    Console.Error.WriteLine("       demo <data folder> digits=HOST:PORT iris=HOST:PORT example-model=HOST:PORT");
    return 2;
}

var data = args[0];
using var digits = new GrpcChannel(new Uri("http://" + addresses.Grpc["digits"]));
using var iris = new GrpcChannel(new Uri("http://" + addresses.Grpc["iris"]));
SampleModel[] models =
[
    new("digits", DigitsClient.Method, "digits_test.csv", 8, new DigitsClient(digits).PredictAsync),
    new("iris", IrisClient.Method, "iris_test.csv", 6, new IrisClient(iris).PredictAsync),
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

Console.Write(NextSteps.Describe(addresses));
return 0;
