using System.Collections.Concurrent;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using Model;

namespace InferencePlatform.Local.Tests.Platform;

/// <summary>Clients that call a model without a pause, each in its own way, until they are told to stop.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private const int UnaryCallers = 4;
    private const int StreamingCallers = 2;
    private const int MessagesOfStream = 20;

    private static readonly MessageCodec<PredictRequest> Requests = ProtobufCodec.For<PredictRequest>();
    private static readonly MessageCodec<PredictResponse> Responses = ProtobufCodec.For<PredictResponse>();
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Reachable = TimeSpan.FromSeconds(30);

    private readonly GrpcChannel _channel;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _calling;
    private int _calls;
    private int _streams;

    public Callers(string address)
    {
        _channel = new GrpcChannel(new Uri("http://" + address));
        _calling = Task.WhenAll(
            Enumerable.Range(0, UnaryCallers).Select(_ => CallAsync(UnaryAsync))
                .Concat(Enumerable.Range(0, StreamingCallers).Select(_ => CallAsync(StreamAsync))));
    }

    public ConcurrentQueue<string> Failures { get; } = [];

    public int Calls => Volatile.Read(ref _calls);

    public int Streams => Volatile.Read(ref _streams);

    /// <summary>One call to a model at an address.</summary>
    public static async Task<IReadOnlyList<double>> PredictAsync(string address, params double[] inputs)
    {
        using var channel = new GrpcChannel(new Uri("http://" + address));
        var request = new PredictRequest { ModelId = "example_model" };
        request.Inputs.AddRange(inputs);
        var response = await channel.UnaryAsync("model.ModelInference/Predict", Requests, Responses, request, new() { Timeout = TimeSpan.FromSeconds(10) });
        return response.Outputs;
    }

    /// <summary>
    /// The same to a model whose only server has just come back. Nobody is told when the proxy has heard of it, so the
    /// call is made again as long as no server can be reached; any other failure is one.
    /// </summary>
    public static async Task<IReadOnlyList<double>> PredictOnceReachableAsync(string address, params double[] inputs)
    {
        using var patience = new CancellationTokenSource(Reachable);
        while (true)
        {
            try
            {
                return await PredictAsync(address, inputs);
            }
            catch (RpcException e) when (e.Status.Code == StatusCode.Unavailable && !patience.IsCancellationRequested)
            {
                await Task.Delay(BetweenMessages, patience.Token);
            }
        }
    }

    /// <summary>Lets calls in flight end, and says how it went.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _calling;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _channel.Dispose();
        _stopping.Dispose();
    }

    private async Task CallAsync(Func<Task> call)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await call();
            }
            catch (RpcException e)
            {
                Failures.Enqueue($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {e.Status}");
            }
        }
    }

    private async Task UnaryAsync()
    {
        var response = await _channel.UnaryAsync("model.ModelInference/Predict", Requests, Responses, Request(1));
        Check(response, 1);
        Interlocked.Increment(ref _calls);
    }

    private async Task StreamAsync()
    {
        using var call = _channel.DuplexStreaming("model.ModelInferenceStream/PredictBidiStream", Requests, Responses);
        await using var answers = call.ReadAllAsync().GetAsyncEnumerator();
        for (var i = 0; i < MessagesOfStream; i++)
        {
            await call.Requests.WriteAsync(Request(i));
            Check(await answers.MoveNextAsync() ? answers.Current : new(), i);
            await Task.Delay(BetweenMessages);
        }

        call.Requests.Complete();
        if (await answers.MoveNextAsync())
        {
            Failures.Enqueue("A response too many.");
        }

        Interlocked.Increment(ref _streams);
    }

    private static PredictRequest Request(double input) => new() { ModelId = "example_model", Inputs = { input } };

    private void Check(PredictResponse response, double input)
    {
        if (response.Outputs is not [var output] || output != 2 * input)
        {
            Failures.Enqueue($"{input} became {response}.");
        }
    }
}
