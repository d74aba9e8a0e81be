using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Cases;

internal static class UnaryCases
{
    public const int RequestSize = 271828;
    public const int ResponseSize = 314159;

    public static SimpleRequest LargeRequest() => new() { ResponseSize = ResponseSize, Payload = Payloads.Zeros(RequestSize) };

    public static Task EmptyAsync(TestServiceClient client) => client.EmptyCallAsync();

    public static async Task LargeAsync(TestServiceClient client)
    {
        var response = await client.UnaryCallAsync(LargeRequest());
        Check.Equal(Payloads.Zeros(ResponseSize), response.Message.Payload, "The payload");
    }
}
