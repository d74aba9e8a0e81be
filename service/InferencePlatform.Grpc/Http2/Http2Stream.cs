using InferencePlatform.Grpc.Server;

namespace InferencePlatform.Grpc.Http2;

/// <summary>One stream of a connection and the call it carries; used again for later ones.</summary>
internal sealed class Http2Stream : IThreadPoolWorkItem
{
    private volatile bool _isBroken;
    private int _unacknowledged;
    private int _receiveWindow;

    public Http2Stream(Http2Connection connection, GrpcApplication application)
    {
        Connection = connection;
        Body = new RequestBody(this);
        Call = application.CreateCall(this);
    }

    public Http2Connection Connection { get; }

    public ServerCall Call { get; }

    public RequestHead Head { get; } = new();

    public RequestBody Body { get; }

    public ResponseBody Response { get; } = new();

    public int Id { get; private set; }

    /// <summary>Bytes that may be sent to the client; below zero after it made its windows smaller.</summary>
    public long SendWindow { get; set; }

    /// <summary>Whether the client has sent its last frame. Only the thread that reads the connection writes it.</summary>
    public bool ClientEnded { get; set; }

    /// <summary>Bytes of the body that came.</summary>
    public long Received { get; set; }

    /// <summary>Whether the stream is among those that wait for their turn to send.</summary>
    public bool IsInLine { get; set; }

    /// <summary>Whether the client reset the stream, or the connection broke. Any thread may ask.</summary>
    public bool IsBroken => _isBroken;

    public void Begin(int id, long sendWindow)
    {
        Id = id;
        SendWindow = sendWindow;
        ClientEnded = false;
        Received = 0;
        _receiveWindow = Http2Limits.StreamWindow;
        _unacknowledged = 0;
        _isBroken = false;
    }

    /// <summary>Takes a frame's bytes off what the client may send; false where it sends more than that.</summary>
    public bool TryReceive(int bytes) => Interlocked.Add(ref _receiveWindow, -bytes) >= 0;

    /// <summary>Bytes that the client may have room for again.</summary>
    public void Consumed(int bytes)
    {
        Connection.Consumed(bytes);
        if (!ClientEnded && Interlocked.Add(ref _unacknowledged, bytes) >= Http2Limits.StreamWindow / 2)
        {
            var room = Interlocked.Exchange(ref _unacknowledged, 0);
            Interlocked.Add(ref _receiveWindow, room);
            Connection.SendWindowUpdate(Id, room);
        }
    }

    /// <summary>
    /// Nobody is there any more: what waits ends, and nothing is sent. Under the connection's lock; the call's token is
    /// signalled outside of it, by <see cref="ServerCall.Cancel"/>.
    /// </summary>
    public void Break()
    {
        _isBroken = true;
        Response.Break();
        Body.Break();
    }

    /// <summary>Runs the call's handler, on a thread of the pool.</summary>
    void IThreadPoolWorkItem.Execute() => Call.Run();
}
