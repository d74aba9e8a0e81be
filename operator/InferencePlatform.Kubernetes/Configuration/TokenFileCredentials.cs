using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>
/// A bearer token in a file that somebody else renews, as the kubelet does. It is read again every minute and when the
/// server refuses it; while the file cannot be read, the last token stays in use.
/// </summary>
internal sealed class TokenFileCredentials(string path, X509Certificate2Collection? certificates, TimeProvider time) : ICredentialSource
{
    internal static readonly TimeSpan RereadAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Credential? _current;
    private string? _token;
    private long _readAt;

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_current is null || time.GetElapsedTime(_readAt) >= RereadAfter)
            {
                Read();
            }

            return ValueTask.FromResult(_current!);
        }
    }

    public void Refuse(Credential refused)
    {
        lock (_lock)
        {
            if (ReferenceEquals(refused, _current))
            {
                Read();
            }
        }
    }

    private void Read()
    {
        _readAt = time.GetTimestamp();
        try
        {
            var token = File.ReadAllText(path).Trim();
            if (token.Length == 0)
            {
                throw new IOException("it is empty");
            }

            if (token != _token)
            {
                _token = token;
                _current = Credential.Bearer(token) with { Certificates = certificates };
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_current is null)
            {
                throw new KubeConfigException($"The token file {path} cannot be read: {e.Message}.", e);
            }
        }
    }
}
