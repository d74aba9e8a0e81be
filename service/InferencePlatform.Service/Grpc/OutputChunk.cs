namespace InferencePlatform.Service.Grpc;

/// <summary>A large output is written in pieces, so that the first travels while the next is written.</summary>
internal static class OutputChunk
{
    /// <summary>Bytes of a piece; less than the server's response buffer holds before it waits for the client.</summary>
    public const int Bytes = 256 * 1024;
}
