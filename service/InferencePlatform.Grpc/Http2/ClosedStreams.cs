namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// The streams closed last. Frames for those whose client had not ended them may have been on their way and are
/// ignored; others are the client's error. Source: RFC 9113, 5.1.
/// </summary>
internal sealed class ClosedStreams
{
    private readonly (int Stream, bool ClientEnded)[] _streams = new (int, bool)[Http2Limits.RememberedStreams];
    private int _next;

    public void Add(int stream, bool clientEnded)
    {
        _streams[_next] = (stream, clientEnded);
        _next = (_next + 1) % _streams.Length;
    }

    /// <summary>The client ended it after all.</summary>
    public void End(int stream)
    {
        var at = Array.IndexOf(_streams, (stream, false));
        if (at >= 0)
        {
            _streams[at] = (stream, true);
        }
    }

    /// <summary>Whether frames may still come for it.</summary>
    public bool MayGoOn(int stream) => Array.IndexOf(_streams, (stream, false)) >= 0;

    /// <summary>Whether it was open once, as far as is remembered.</summary>
    public bool WasOpen(int stream) => MayGoOn(stream) || Array.IndexOf(_streams, (stream, true)) >= 0;
}
