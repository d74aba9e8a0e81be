using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Cases;

internal static class CompressedRequestCases
{
    private static readonly CallOptions Compressed = new() { Compress = true };

    public static async Task UnaryAsync(TestServiceClient client, bool probe)
    {
        if (probe)
        {
            await Check.FailsAsync(StatusCode.InvalidArgument, () => client.UnaryCallAsync(Request(expectCompressed: true)));
        }

        var response = await client.UnaryCallAsync(Request(expectCompressed: true), Compressed);
        Check.Equal(Payloads.Zeros(UnaryCases.ResponseSize), response.Message.Payload, "The payload");
        response = await client.UnaryCallAsync(Request(expectCompressed: false));
        Check.Equal(Payloads.Zeros(UnaryCases.ResponseSize), response.Message.Payload, "The payload");
    }

    public static async Task StreamingAsync(TestServiceClient client, bool probe)
    {
        if (probe)
        {
            using var refused = client.StreamingInputCall();
            await refused.Requests.WriteAsync(StreamRequest(27182, expectCompressed: true));
            await Check.FailsAsync(StatusCode.InvalidArgument, refused.GetResponseAsync);
        }

        using var call = client.StreamingInputCall(Compressed);
        await call.Requests.WriteAsync(StreamRequest(27182, expectCompressed: true));
        await call.Requests.WriteAsync(StreamRequest(45904, expectCompressed: false), compress: false);
        call.Requests.Complete();
        Check.Equal(73086, (await call.GetResponseAsync()).AggregatedPayloadSize, "The sum of sizes");
    }

    private static SimpleRequest Request(bool expectCompressed)
    {
        var request = UnaryCases.LargeRequest();
        request.ExpectCompressed = new BoolValue { Value = expectCompressed };
        return request;
    }

    private static StreamingInputCallRequest StreamRequest(int size, bool expectCompressed) =>
        new() { Payload = Payloads.Zeros(size), ExpectCompressed = new BoolValue { Value = expectCompressed } };
}
