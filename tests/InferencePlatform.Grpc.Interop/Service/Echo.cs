using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Service;

/// <summary>What every method of the test service does the same way: metadata, status and compression as asked for.</summary>
internal static class Echo
{
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    /// <summary>Sends back the metadata meant for it; after that, the response's codec is settled.</summary>
    public static async ValueTask MetadataAsync(ServerCall call)
    {
        if (call.RequestHeaders.GetBytes(TrailingKey) is { } trailing)
        {
            call.ResponseTrailers.Add(TrailingKey, trailing);
        }

        if (call.RequestHeaders.GetString(InitialKey) is { } initial)
        {
            await call.SendHeadersAsync(new Metadata { { InitialKey, initial } });
        }
    }

    /// <exception cref="RpcException">The request asks for this status.</exception>
    public static void Status(EchoStatus? asked)
    {
        if (asked is { Code: not 0 })
        {
            throw new RpcException((StatusCode)asked.Code, asked.Message);
        }
    }

    /// <exception cref="RpcException">With <see cref="StatusCode.InvalidArgument"/>: the request did not come as announced.</exception>
    public static void ExpectCompressed(ServerCall call, BoolValue? expected)
    {
        if (expected is not null && expected.Value != call.LastMessageWasCompressed)
        {
            throw new RpcException(StatusCode.InvalidArgument, $"The message came {(call.LastMessageWasCompressed ? "compressed" : "uncompressed")}, and should not have.");
        }
    }

    /// <exception cref="RpcException">With <see cref="StatusCode.InvalidArgument"/>: there is no such type of payload.</exception>
    public static void CheckType(PayloadType type)
    {
        if (type != PayloadType.Compressable)
        {
            throw new RpcException(StatusCode.InvalidArgument, $"Payload type {(int)type} is not served.");
        }
    }
}
