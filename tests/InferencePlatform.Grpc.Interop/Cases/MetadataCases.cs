using InferencePlatform.Grpc.Client;

namespace InferencePlatform.Grpc.Interop.Cases;

internal static class MetadataCases
{
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string InitialValue = "test_initial_metadata_value";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    private static readonly byte[] TrailingValue = [0xab, 0xab, 0xab];

    public static async Task CustomMetadataAsync(TestServiceClient client)
    {
        var options = new CallOptions
        {
            Headers = new Metadata { { InitialKey, InitialValue }, { TrailingKey, TrailingValue } },
        };
        var response = await client.UnaryCallAsync(UnaryCases.LargeRequest(), options);
        CheckEchoed(response.Headers, response.Trailers);

        using var call = client.FullDuplexCall(options);
        await call.Requests.WriteAsync(StreamingCases.Request(UnaryCases.RequestSize, UnaryCases.ResponseSize));
        call.Requests.Complete();
        Check.Equal(1, await call.ReadAllAsync().CountAsync(), "The number of responses");
        CheckEchoed(await call.GetHeadersAsync(), call.Trailers);
    }

    private static void CheckEchoed(Metadata headers, Metadata trailers)
    {
        Check.Equal(InitialValue, headers.GetString(InitialKey), InitialKey);
        Check.Equal(Convert.ToHexString(TrailingValue), Convert.ToHexString(trailers.GetBytes(TrailingKey) ?? []), TrailingKey);
    }
}
