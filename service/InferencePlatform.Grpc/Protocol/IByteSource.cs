namespace InferencePlatform.Grpc.Protocol;

/// <summary>The bytes of one body, as they come. One reader at a time.</summary>
internal interface IByteSource
{
    /// <summary>Whether every byte was read and no more will come.</summary>
    bool IsCompleted { get; }

    /// <summary>Takes bytes that are here already, as many as fit; 0 where there are none.</summary>
    int Read(Span<byte> target);

    /// <summary>Waits for bytes and takes them, at least one unless the body ends: then 0.</summary>
    /// <param name="target">Where they go, as they come; not to be touched before the call is over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken);
}
