using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Cases;

internal static class StreamingCases
{
    private static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    private static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];

    public static StreamingOutputCallRequest Request(int requestSize, params int[] responseSizes)
    {
        var request = new StreamingOutputCallRequest { Payload = Payloads.Zeros(requestSize) };
        request.ResponseParameters.AddRange(responseSizes.Select(size => new ResponseParameters { Size = size }));
        return request;
    }

    public static async Task ClientStreamingAsync(TestServiceClient client)
    {
        using var call = client.StreamingInputCall();
        foreach (var size in RequestSizes)
        {
            await call.Requests.WriteAsync(new StreamingInputCallRequest { Payload = Payloads.Zeros(size) });
        }

        call.Requests.Complete();
        Check.Equal(74922, (await call.GetResponseAsync()).AggregatedPayloadSize, "The sum of sizes");
    }

    public static async Task ServerStreamingAsync(TestServiceClient client)
    {
        using var call = client.StreamingOutputCall(Request(0, ResponseSizes));
        await CheckSizesAsync(call.ReadAllAsync());
    }

    public static async Task PingPongAsync(TestServiceClient client)
    {
        using var call = client.FullDuplexCall();
        await using var responses = call.ReadAllAsync().GetAsyncEnumerator();
        foreach (var (requestSize, responseSize) in RequestSizes.Zip(ResponseSizes))
        {
            await call.Requests.WriteAsync(Request(requestSize, responseSize));
            Check.Equal(true, await responses.MoveNextAsync(), "That a response came");
            Check.Equal(Payloads.Zeros(responseSize), responses.Current.Payload, "The payload");
        }

        call.Requests.Complete();
        Check.Equal(false, await responses.MoveNextAsync(), "That another response came");
    }

    public static async Task EmptyStreamAsync(TestServiceClient client)
    {
        using var call = client.FullDuplexCall();
        call.Requests.Complete();
        Check.Equal(0, await call.ReadAllAsync().CountAsync(), "The number of responses");
    }

    public static async Task HalfDuplexAsync(TestServiceClient client)
    {
        using var call = client.HalfDuplexCall();
        foreach (var (requestSize, responseSize) in RequestSizes.Zip(ResponseSizes))
        {
            await call.Requests.WriteAsync(Request(requestSize, responseSize));
        }

        call.Requests.Complete();
        await CheckSizesAsync(call.ReadAllAsync());
    }

    private static async Task CheckSizesAsync(IAsyncEnumerable<StreamingOutputCallResponse> responses)
    {
        var sizes = await responses.Select(r => r.Payload.Body.Length).ToArrayAsync();
        Check.Equal(string.Join(", ", ResponseSizes), string.Join(", ", sizes), "The list of sizes");
    }
}
