using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Tls;

/// <summary>
/// The identity that new connections are met with. It follows its files; where what they hold cannot be used, the one
/// before stays. Connections that are open keep what they began with.
/// </summary>
internal sealed class TlsSource(TlsFiles files, TimeProvider clock, ILogger<TlsSource> logger)
{
    private readonly Lock _gate = new();
    private volatile TlsIdentity? _identity;
    private TlsTexts? _taken;
    private string? _toldProblem;
    private long _reloads;
    private long _failures;

    /// <summary>Settings of a handshake on the gRPC port; only after <see cref="Load"/>.</summary>
    public SslServerAuthenticationOptions Grpc => _identity!.Grpc;

    /// <summary>Settings of a handshake on the REST port; only after <see cref="Load"/>.</summary>
    public SslServerAuthenticationOptions Rest => _identity!.Rest;

    /// <summary>What is to be told of it; only after <see cref="Load"/>.</summary>
    public TlsState State
    {
        get
        {
            lock (_gate)
            {
                return new TlsState(_identity!.Expires, _toldProblem is null, _reloads, _failures);
            }
        }
    }

    /// <summary>Reads the files for the first time.</summary>
    /// <returns>All that is wrong with them; nothing where they are taken.</returns>
    public IReadOnlyList<string> Load()
    {
        lock (_gate)
        {
            var problems = new List<string>();
            var texts = TlsTexts.Read(files, problems);
            if (texts is not null && TlsIdentityReader.Read(texts, files, clock.GetUtcNow(), problems) is { } identity)
            {
                Take(texts, identity);
            }

            return problems;
        }
    }

    /// <summary>Takes what the files hold now, if it is something else and can be used.</summary>
    public void Look()
    {
        lock (_gate)
        {
            var problems = new List<string>();
            var texts = TlsTexts.Read(files, problems);
            if (texts is not null && texts == _taken)
            {
                // A wrong pair that was put right again by the old one is over too.
                _toldProblem = null;
                return;
            }

            if (texts is not null && TlsIdentityReader.Read(texts, files, clock.GetUtcNow(), problems) is { } identity)
            {
                _reloads++;
                _toldProblem = null;
                Take(texts, identity);
                return;
            }

            Tell(string.Join(" ", problems));
        }
    }

    /// <summary>Looks again and again until cancelled.</summary>
    public async Task FollowAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Take(TlsTexts texts, TlsIdentity identity)
    {
        _taken = texts;
        _identity = identity;
        TlsEvents.Taken(logger, identity.Subject, identity.Fingerprint, identity.Expires, identity.RequiresClientCertificates ? "required" : "not asked for");
    }

    /// <summary>Once for each problem, not at each look.</summary>
    private void Tell(string problem)
    {
        if (problem != _toldProblem)
        {
            _failures++;
            _toldProblem = problem;
            TlsEvents.Refused(logger, problem, _identity!.Expires);
        }
    }
}
