namespace InferencePlatform.Grpc.Client;

/// <summary>How a call ended.</summary>
/// <param name="Status">The status.</param>
/// <param name="Trailers">The metadata that came with it.</param>
/// <param name="Cause">What failed on this side, if anything did.</param>
internal sealed record CallOutcome(Status Status, Metadata Trailers, Exception? Cause = null)
{
    public bool IsOk => Status.Code == StatusCode.OK;
}
