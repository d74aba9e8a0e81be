using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Service;

/// <summary>The test service's streaming methods.</summary>
internal static class StreamingMethods
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    public static void AddTo(ServerMethods methods)
    {
        var requests = ProtobufCodec.For<StreamingOutputCallRequest>();
        var responses = ProtobufCodec.For<StreamingOutputCallResponse>();
        methods.AddServerStreaming(TestMethods.StreamingOutputCall, requests, responses, StreamingOutputCallAsync);
        methods.AddDuplexStreaming(TestMethods.FullDuplexCall, requests, responses, FullDuplexCallAsync);
        methods.AddDuplexStreaming(TestMethods.HalfDuplexCall, requests, responses, HalfDuplexCallAsync);
        methods.AddClientStreaming(
            TestMethods.StreamingInputCall,
            ProtobufCodec.For<StreamingInputCallRequest>(),
            ProtobufCodec.For<StreamingInputCallResponse>(),
            StreamingInputCallAsync);
    }

    private static async ValueTask<StreamingInputCallResponse> StreamingInputCallAsync(
        IAsyncEnumerable<StreamingInputCallRequest> requests, ServerCall call)
    {
        await Echo.MetadataAsync(call);
        var size = 0;
        await foreach (var request in requests)
        {
            Echo.ExpectCompressed(call, request.ExpectCompressed);
            size += request.Payload?.Body.Length ?? 0;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = size };
    }

    private static async IAsyncEnumerable<StreamingOutputCallResponse> StreamingOutputCallAsync(
        StreamingOutputCallRequest request, ServerCall call)
    {
        await BeginAsync(call);
        await foreach (var response in RespondAsync(request, call))
        {
            yield return response;
        }
    }

    private static async IAsyncEnumerable<StreamingOutputCallResponse> FullDuplexCallAsync(
        IAsyncEnumerable<StreamingOutputCallRequest> requests, ServerCall call)
    {
        await BeginAsync(call);
        await foreach (var request in requests)
        {
            await foreach (var response in RespondAsync(request, call))
            {
                yield return response;
            }
        }
    }

    private static async IAsyncEnumerable<StreamingOutputCallResponse> HalfDuplexCallAsync(
        IAsyncEnumerable<StreamingOutputCallRequest> requests, ServerCall call)
    {
        await BeginAsync(call);
        var all = new List<StreamingOutputCallRequest>();
        await foreach (var request in requests)
        {
            all.Add(request);
        }

        foreach (var request in all)
        {
            await foreach (var response in RespondAsync(request, call))
            {
                yield return response;
            }
        }
    }

    private static async ValueTask BeginAsync(ServerCall call)
    {
        // Announces the codec; which messages are compressed is decided one by one.
        call.Compress = false;
        await Echo.MetadataAsync(call);
    }

    private static async IAsyncEnumerable<StreamingOutputCallResponse> RespondAsync(StreamingOutputCallRequest request, ServerCall call)
    {
        Echo.CheckType(request.ResponseType);
        Echo.Status(request.ResponseStatus);
        foreach (var parameters in request.ResponseParameters)
        {
            if (parameters.IntervalUs > 0)
            {
                await Task.Delay(parameters.IntervalUs * Microsecond, call.CancellationToken);
            }

            call.Compress = parameters.Compressed?.Value ?? false;
            yield return new StreamingOutputCallResponse { Payload = Payloads.Zeros(parameters.Size) };
        }
    }
}
