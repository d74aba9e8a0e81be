namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// Looks every now and then whether a handler keeps the thread that reads a connection. If one does, another thread
/// reads on, so that the client's other calls, and its leaving, are seen.
/// </summary>
internal sealed class InlineWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly HashSet<Http2Connection> _connections = [];
    private readonly Timer _timer;
    private int _watching;

    public InlineWatch() => _timer = new Timer(_ => Look());

    public void Add(Http2Connection connection)
    {
        lock (_connections)
        {
            _connections.Add(connection);
        }
    }

    public void Remove(Http2Connection connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
        }
    }

    /// <summary>A handler begins on a reading thread. An idle server has no timer.</summary>
    public void Begin()
    {
        if (Volatile.Read(ref _watching) == 0 && Interlocked.Exchange(ref _watching, 1) == 0)
        {
            _timer.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // Off before the look: a handler that begins meanwhile turns it on again.
        Volatile.Write(ref _watching, 0);
        var busy = false;
        lock (_connections)
        {
            foreach (var connection in _connections)
            {
                busy |= connection.Look();
            }
        }

        if (busy)
        {
            Begin();
        }
    }
}
