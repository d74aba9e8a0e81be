using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Network;

/// <summary>Listens on one port of a Service and leads each connection to a ready endpoint.</summary>
internal sealed partial class ServicePort : IAsyncDisposable
{
    /// <summary>Connections at once; more are refused.</summary>
    public const int MaxConnections = 4096;

    private const int Backlog = 512;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterError = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _log;
    private readonly int _maxConnections;
    private readonly Task _accepting;
    private int _connections;

    /// <exception cref="SocketException">The address cannot be had.</exception>
    public ServicePort(IPEndPoint address, ILogger log, int maxConnections = MaxConnections)
    {
        _log = log;
        _maxConnections = maxConnections;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(address);
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Address = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public IPEndPoint Address { get; }

    public BackendPool Backends { get; } = new();

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Stops listening. Connections that there are stay until one side ends them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptAsync(_closing.Token);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of file descriptors, most likely: those that wait in the backlog get another chance.
                LogAcceptFailed(Address, e.Message);
                await Task.WhenAny(Task.Delay(AfterError, _closing.Token));
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        if (Interlocked.Increment(ref _connections) > _maxConnections)
        {
            LogTooMany(Address, _maxConnections);
            ConnectionRelay.Reset(client);
        }
        else if (await ConnectAsync() is var (backend, server))
        {
            client.NoDelay = true;
            await ConnectionRelay.RunAsync(client, server);
            backend.Leave();
        }
        else
        {
            ConnectionRelay.Reset(client);
        }

        Interlocked.Decrement(ref _connections);
    }

    /// <summary>A connection to the best endpoint that can be reached; null where there is none.</summary>
    private async Task<(Backend Backend, Socket Server)?> ConnectAsync()
    {
        foreach (var backend in Backends.InOrder())
        {
            backend.Enter();
            var server = new Socket(backend.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var limit = new CancellationTokenSource(ConnectTimeout);
                await server.ConnectAsync(backend.Address, limit.Token);
                return (backend, server);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                backend.Leave();
                server.Dispose();
            }
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "AcceptFailed", Message = "{Address} could not accept a connection: {Reason}")]
    private partial void LogAcceptFailed(IPEndPoint address, string reason);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "TooManyConnections", Message = "{Address} has {Limit} connections and refuses another")]
    private partial void LogTooMany(IPEndPoint address, int limit);
}
