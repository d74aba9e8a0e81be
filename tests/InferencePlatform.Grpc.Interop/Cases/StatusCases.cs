using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Cases;

internal static class StatusCases
{
    private const string SpecialMessage = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";

    public static async Task StatusCodeAndMessageAsync(TestServiceClient client)
    {
        const string Message = "test status message";
        await CheckUnaryAsync(client, Message);

        using var call = client.FullDuplexCall();
        await call.Requests.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = Asked(Message) });
        call.Requests.Complete();
        var status = await Check.FailsAsync(StatusCode.Unknown, async () => await call.ReadAllAsync().CountAsync());
        Check.Equal(Message, status.Detail, "The status message");
        Check.Equal(status, call.Status, "The call's status");
    }

    public static Task SpecialStatusMessageAsync(TestServiceClient client) => CheckUnaryAsync(client, SpecialMessage);

    public static Task UnimplementedMethodAsync(TestServiceClient client) =>
        Check.FailsAsync(StatusCode.Unimplemented, () => client.EmptyCallAsync(TestMethods.UnimplementedCall));

    public static Task UnimplementedServiceAsync(TestServiceClient client) =>
        Check.FailsAsync(StatusCode.Unimplemented, () => client.EmptyCallAsync(TestMethods.UnimplementedService));

    private static EchoStatus Asked(string message) => new() { Code = (int)StatusCode.Unknown, Message = message };

    private static async Task CheckUnaryAsync(TestServiceClient client, string message)
    {
        var request = new SimpleRequest { ResponseStatus = Asked(message) };
        var status = await Check.FailsAsync(StatusCode.Unknown, () => client.UnaryCallAsync(request));
        Check.Equal(message, status.Detail, "The status message");
    }
}
