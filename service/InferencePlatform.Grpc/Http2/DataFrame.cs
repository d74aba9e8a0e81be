namespace InferencePlatform.Grpc.Http2;

/// <summary>A DATA frame of which a part is still to come. <see cref="Stream"/> is null where nobody wants it.</summary>
/// <param name="Stream">Whose it is.</param>
/// <param name="Id">The number of its stream.</param>
/// <param name="Left">Bytes of the body still to come in it.</param>
/// <param name="Padding">Bytes of padding after those.</param>
/// <param name="Ends">Whether the body ends with it.</param>
internal readonly record struct DataFrame(Http2Stream? Stream, int Id, int Left, int Padding, bool Ends)
{
    public bool IsOpen { get; init; } = true;
}
