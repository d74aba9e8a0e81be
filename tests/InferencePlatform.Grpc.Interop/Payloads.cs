using Google.Protobuf;
using InferencePlatform.Grpc.Testing;

namespace InferencePlatform.Grpc.Interop;

/// <summary>Payloads of zeros.</summary>
internal static class Payloads
{
    public static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
