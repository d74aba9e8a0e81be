using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>
/// A credential that a program prints. It is kept until it expires or the server refuses it. The program runs once at a
/// time, however many requests wait for it, and to its end, whoever gives up waiting.
/// </summary>
internal sealed class ExecCredentials(ExecPlugin plugin, X509Certificate2Collection? certificates, TimeProvider time) : ICredentialSource
{
    private readonly Lock _lock = new();
    private ExecCredential? _current;
    private Task<ExecCredential>? _running;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        Task<ExecCredential> running;
        lock (_lock)
        {
            if (_current is { } c && (c.Expires is null || c.Expires > time.GetUtcNow()))
            {
                return c.Credential;
            }

            running = _running ??= Task.Run(RunAsync, CancellationToken.None);
        }

        return (await running.WaitAsync(cancellationToken)).Credential;
    }

    public void Refuse(Credential refused)
    {
        lock (_lock)
        {
            _current = ReferenceEquals(_current?.Credential, refused) ? null : _current;
        }
    }

    private async Task<ExecCredential> RunAsync()
    {
        ExecCredential? printed = null;
        try
        {
            printed = await ExecRunner.RunAsync(plugin, time, CancellationToken.None);
            printed = printed.Credential.Certificates is null ? printed with { Credential = printed.Credential with { Certificates = certificates } } : printed;
            return printed;
        }
        finally
        {
            lock (_lock)
            {
                (_current, _running) = (printed, null);
            }
        }
    }
}
