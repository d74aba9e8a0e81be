using System.Globalization;
using System.Runtime.InteropServices;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Interop;
using InferencePlatform.Grpc.Interop.Cases;
using InferencePlatform.Grpc.Interop.Service;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

const string Usage = """
    interop server [--port=N] [--use_tls=false]
    interop client --server_port=N --test_case=NAME [--server_host=HOST] [--use_tls=false]
    """;

try
{
    var flags = new Flags(args.AsSpan(Math.Min(1, args.Length)));
    if (flags.Get("use_tls") is not (null or "false"))
    {
        throw new ArgumentException("TLS is not served by this test program.");
    }

    return args.FirstOrDefault() switch
    {
        "server" => await ServeAsync(flags),
        "client" => await CallAsync(flags),
        _ => throw new ArgumentException("The first argument is neither 'server' nor 'client'."),
    };
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Usage}");
    return 2;
}

static async Task<int> ServeAsync(Flags flags)
{
    using var loggers = LoggerFactory.Create(logging => logging
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Warning));
    await using var server = TestServer.Create(Port(flags.Get("port")), loggers);
    await server.StartAsync(CancellationToken.None);
    Console.WriteLine($"listening on {server.Endpoints[0]}");
    var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await stop.Task;
    await server.StopAsync(CancellationToken.None);
    return 0;
}

static async Task<int> CallAsync(Flags flags)
{
    var name = flags.Get("test_case") ?? throw new ArgumentException("--test_case is missing.");
    var test = InteropCases.All.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"There is no test case '{name}'; there are {string.Join(", ", InteropCases.All.Select(c => c.Name))}.");
    var host = flags.Get("server_host") ?? "127.0.0.1";
    using var channel = new GrpcChannel(new UriBuilder(Uri.UriSchemeHttp, host, Port(flags.Get("server_port") ?? flags.Get("port"))).Uri);
    try
    {
        await test.Run(new TestServiceClient(channel));
        Console.WriteLine($"{name}: OK");
        return 0;
    }
    catch (Exception e) when (e is InteropFailureException or RpcException or OperationCanceledException)
    {
        await Console.Error.WriteLineAsync($"{name}: {e}");
        return 1;
    }
}

static int Port(string? text) => text is null
    ? 0
    : ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? port
        : throw new ArgumentException($"'{text}' is not a port.");
