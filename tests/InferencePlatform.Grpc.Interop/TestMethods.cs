namespace InferencePlatform.Grpc.Interop;

/// <summary>Full names of the methods in test.proto.</summary>
internal static class TestMethods
{
    public const string EmptyCall = Service + "EmptyCall";
    public const string UnaryCall = Service + "UnaryCall";
    public const string CacheableUnaryCall = Service + "CacheableUnaryCall";
    public const string StreamingOutputCall = Service + "StreamingOutputCall";
    public const string StreamingInputCall = Service + "StreamingInputCall";
    public const string FullDuplexCall = Service + "FullDuplexCall";
    public const string HalfDuplexCall = Service + "HalfDuplexCall";
    public const string UnimplementedCall = Service + "UnimplementedCall";
    public const string UnimplementedService = "grpc.testing.UnimplementedService/UnimplementedCall";

    private const string Service = "grpc.testing.TestService/";
}
