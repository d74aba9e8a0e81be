using Google.Protobuf;

namespace InferencePlatform.Grpc;

/// <summary>
/// A call ended with a status other than OK. A handler throws it to answer with that status; a client call throws it
/// when the server, the transport or the deadline ended the call.
/// </summary>
public sealed class RpcException : Exception
{
    private const string DetailsKey = "grpc-status-details-bin";

    /// <summary>Creates the exception.</summary>
    /// <param name="status">The status; its code is not <see cref="StatusCode.OK"/>.</param>
    /// <param name="trailers">Trailing metadata, sent with the status or received with it.</param>
    /// <param name="inner">What caused it, where there is one.</param>
    public RpcException(Status status, Metadata? trailers = null, Exception? inner = null)
        : base(status.ToString(), inner)
    {
        Status = status;
        Trailers = trailers ?? [];
    }

    /// <summary>Creates the exception from a code and a sentence.</summary>
    public RpcException(StatusCode code, string detail) : this(new Status(code, detail))
    {
    }

    /// <summary>The status.</summary>
    public Status Status { get; }

    /// <summary>The status code.</summary>
    public StatusCode StatusCode => Status.Code;

    /// <summary>Trailing metadata of the call; never null.</summary>
    public Metadata Trailers { get; }

    /// <summary>
    /// The rich status carried by <c>grpc-status-details-bin</c>, or null where there is none or it does not parse.
    /// </summary>
    public Rpc.Status? GetDetails()
    {
        var bytes = Trailers.GetBytes(DetailsKey);
        if (bytes is null)
        {
            return null;
        }

        try
        {
            return Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>An exception that carries a rich status in <c>grpc-status-details-bin</c>.</summary>
    /// <param name="details">Code, message and any number of detail messages.</param>
    public static RpcException FromDetails(Rpc.Status details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var trailers = new Metadata { { DetailsKey, details.ToByteArray() } };
        return new RpcException(new Status((StatusCode)details.Code, details.Message), trailers);
    }
}
