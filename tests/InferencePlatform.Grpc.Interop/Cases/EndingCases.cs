using InferencePlatform.Grpc.Client;

namespace InferencePlatform.Grpc.Interop.Cases;

/// <summary>Calls that are given up before their end.</summary>
internal static class EndingCases
{
    public static async Task CancelAfterBeginAsync(TestServiceClient client)
    {
        using var call = client.StreamingInputCall();
        call.Cancel();
        await Check.FailsAsync(StatusCode.Cancelled, call.GetResponseAsync);
    }

    public static async Task CancelAfterFirstResponseAsync(TestServiceClient client)
    {
        using var call = client.FullDuplexCall();
        await call.Requests.WriteAsync(StreamingCases.Request(27182, 31415));
        await using var responses = call.ReadAllAsync().GetAsyncEnumerator();
        Check.Equal(true, await responses.MoveNextAsync(), "That a response came");
        call.Cancel();
        await Check.FailsAsync(StatusCode.Cancelled, async () => await responses.MoveNextAsync());
    }

    public static async Task TimeoutOnSleepingServerAsync(TestServiceClient client)
    {
        using var call = client.FullDuplexCall(new CallOptions { Timeout = TimeSpan.FromMilliseconds(1) });
        await Check.FailsAsync(StatusCode.DeadlineExceeded, async () =>
        {
            await call.Requests.WriteAsync(StreamingCases.Request(27182));
            await call.ReadAllAsync().CountAsync();
        });
    }
}
