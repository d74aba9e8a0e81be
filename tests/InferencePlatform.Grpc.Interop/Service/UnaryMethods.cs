using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop.Service;

/// <summary>The test service's methods with one request and one response.</summary>
internal static class UnaryMethods
{
    public static void AddTo(ServerMethods methods)
    {
        var requests = ProtobufCodec.For<SimpleRequest>();
        var responses = ProtobufCodec.For<SimpleResponse>();
        methods.AddUnary(TestMethods.EmptyCall, ProtobufCodec.For<Empty>(), ProtobufCodec.For<Empty>(), EmptyCallAsync);
        methods.AddUnary(TestMethods.UnaryCall, requests, responses, UnaryCallAsync);
        methods.AddUnary(TestMethods.CacheableUnaryCall, requests, responses, CacheableUnaryCallAsync);
    }

    private static async ValueTask<Empty> EmptyCallAsync(Empty request, ServerCall call)
    {
        await Echo.MetadataAsync(call);
        return request;
    }

    private static async ValueTask<SimpleResponse> UnaryCallAsync(SimpleRequest request, ServerCall call)
    {
        if (request.ResponseCompressed is { } compressed)
        {
            call.Compress = compressed.Value;
        }

        await Echo.MetadataAsync(call);
        Echo.ExpectCompressed(call, request.ExpectCompressed);
        Echo.CheckType(request.ResponseType);
        Echo.Status(request.ResponseStatus);
        return new SimpleResponse { Payload = Payloads.Zeros(request.ResponseSize) };
    }

    private static async ValueTask<SimpleResponse> CacheableUnaryCallAsync(SimpleRequest request, ServerCall call)
    {
        await call.SendHeadersAsync(new Metadata { { "cache-control", "max-age=60, public" } });
        var now = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
        return new SimpleResponse { Payload = new Payload { Body = ByteString.CopyFromUtf8(now) } };
    }
}
