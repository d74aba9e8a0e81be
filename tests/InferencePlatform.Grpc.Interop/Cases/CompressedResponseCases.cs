using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Cases;

internal static class CompressedResponseCases
{
    public static async Task UnaryAsync(TestServiceClient client)
    {
        foreach (var compressed in (bool[])[true, false])
        {
            var request = UnaryCases.LargeRequest();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            var response = await client.UnaryCallAsync(request);
            Check.Equal(compressed, response.WasCompressed, "The compressed flag");
            Check.Equal(Payloads.Zeros(UnaryCases.ResponseSize), response.Message.Payload, "The payload");
        }
    }

    public static async Task StreamingAsync(TestServiceClient client)
    {
        var expected = new[] { (Size: 31415, Compressed: true), (Size: 92653, Compressed: false) };
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.AddRange(expected.Select(e =>
            new ResponseParameters { Size = e.Size, Compressed = new BoolValue { Value = e.Compressed } }));

        using var call = client.StreamingOutputCall(request);
        var received = await call.ReadAllAsync().Select(r => (r.Payload.Body.Length, call.LastMessageWasCompressed)).ToArrayAsync();
        Check.Equal(string.Join(", ", expected), string.Join(", ", received), "The list of sizes and compressed flags");
    }
}
