using System.Globalization;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Hosting;
using Model;

namespace InferencePlatform.Service.Simple;

/// <summary>What <c>inference-server predict</c> does: one call of the simple API, to see that a model answers.</summary>
internal static class PredictProcess
{
    public const string Verb = "predict";

    private const string Method = "model.ModelInference/Predict";

    private const string Usage = """
        inference-server predict: calls a model once by the simple API, and prints the numbers of its answer.

        Usage: inference-server predict [--timeout <time>] <host>:<port> <model> <number>...

        While nobody answers there, or the model is not there yet, it tries again, until the time is over;
        where none is given, it tries once, for 10 seconds.

        Exit codes: 0 it answered; 1 it did not, or with an error; 2 wrong arguments.

        """;

    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.Out.Write(Usage);
            return ExitCodes.Ok;
        }

        if (PredictArguments.Parse(arguments, out var problem) is not { } given)
        {
            await Console.Error.WriteLineAsync($"inference-server predict: {problem}\nSee inference-server predict --help.");
            return ExitCodes.BadSettings;
        }

        try
        {
            var outputs = await CallAsync(given);
            Console.WriteLine(string.Join(' ', outputs.Select(o => o.ToString(CultureInfo.InvariantCulture))));
            return ExitCodes.Ok;
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync($"inference-server predict: {given.Address.Authority} answered {e.Status}");
            return ExitCodes.Failed;
        }
    }

    private static async Task<IReadOnlyList<double>> CallAsync(PredictArguments given)
    {
        using var channel = new GrpcChannel(given.Address, new GrpcChannelOptions { ConnectTimeout = OneTry });
        var request = new PredictRequest { ModelId = given.Model, Inputs = { given.Inputs } };
        var end = DateTime.UtcNow + (given.Patience ?? TimeSpan.Zero);
        while (true)
        {
            try
            {
                var options = new CallOptions { Timeout = OneTry };
                return (await channel.UnaryAsync(Method, ProtobufCodec.For<PredictRequest>(), ProtobufCodec.For<PredictResponse>(), request, options)).Outputs;
            }
            catch (RpcException e) when (e.Status.Code is StatusCode.Unavailable or StatusCode.NotFound or StatusCode.DeadlineExceeded && DateTime.UtcNow + BetweenTries < end)
            {
                await Task.Delay(BetweenTries);
            }
        }
    }
}
