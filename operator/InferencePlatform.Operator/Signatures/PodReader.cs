using System.Net;
using System.Text.Json;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Signatures;

/// <summary>Asks pods on their management port what they serve and how busy they are; a few at once, none for long.</summary>
internal sealed class PodReader : IDisposable
{
    public const int MaxAtOnce = 32;
    public const int MaxAnswerBytes = 1 << 20;

    private readonly SemaphoreSlim _places = new(MaxAtOnce);
    private readonly HttpClient _client;

    /// <param name="timeout">What a pod gets to answer.</param>
    /// <param name="handler">Null for the network.</param>
    public PodReader(TimeSpan timeout, HttpMessageHandler? handler = null) =>
        _client = new HttpClient(handler ?? new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) })
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };

    /// <returns>Null where the pod did not answer, or with something else.</returns>
    public async Task<ServedModels?> ReadAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(pod.Status?.PodIP, out var address))
        {
            return null;
        }

        await _places.WaitAsync(cancellationToken);
        try
        {
            var uri = new UriBuilder(Uri.UriSchemeHttp, address.ToString(), PortsSpec.Management, "/models").Uri;
            return ServedModels.Parse(await _client.GetByteArrayAsync(uri, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _places.Dispose();
    }
}
