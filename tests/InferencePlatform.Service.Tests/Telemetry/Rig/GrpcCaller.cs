using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Model;

namespace InferencePlatform.Service.Tests.Telemetry.Rig;

/// <summary>A gRPC client of one kind of message, by hand: what it sends is for the test to say, headers included.</summary>
internal sealed class GrpcCaller(Func<IPEndPoint> endpoint) : IDisposable
{
    private readonly HttpClient _client = new();

    public async Task<int> CallAsync(string path, string model, double[] inputs, (string Name, string Value)[] headers)
    {
        var message = new PredictRequest { ModelId = model, Inputs = { inputs } }.ToByteArray();
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{endpoint()}{path}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.Add("te", "trailers");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        var status = response.Headers.TryGetValues("grpc-status", out var early) ? early : response.TrailingHeaders.GetValues("grpc-status");
        return int.Parse(status.Single(), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _client.Dispose();
}
