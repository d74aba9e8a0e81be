namespace InferencePlatform.Service.Grpc;

/// <summary>A large output that has to be converted is written in pieces, so that the first travels while the next is made.</summary>
internal static class OutputChunk
{
    /// <summary>Bytes of a piece.</summary>
    public const int Bytes = 64 * 1024;
}
