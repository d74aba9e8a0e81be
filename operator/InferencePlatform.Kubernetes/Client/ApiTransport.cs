using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using InferencePlatform.Kubernetes.Configuration;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>Sends requests to one API server: fairly, with the credential of the hour, in time, and again where the server asks for that.</summary>
internal sealed class ApiTransport(ClusterConfiguration configuration, KubernetesClientOptions options) : IDisposable
{
    private readonly Connections _connections = new(configuration);
    private readonly Warnings? _warnings = options.OnWarning is { } tell ? new Warnings(tell) : null;
    private readonly TimeProvider _time = options.TimeProvider;
    private readonly string _base = configuration.Server.AbsoluteUri.TrimEnd('/');
    private readonly TokenBucket? _fairness = options.RequestsPerSecond > 0 ? new TokenBucket(options.RequestsPerSecond, Math.Max(1, options.Burst), options.TimeProvider) : null;

    /// <summary>Sends it, and reads the answer's body as JSON.</summary>
    public async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        return await InTimeAsync(request, ReadAsync, cancellationToken);

        async Task<T> ReadAsync(CancellationToken inTime)
        {
            try
            {
                await using var body = await response.Content.ReadAsStreamAsync(inTime);
                return await JsonSerializer.DeserializeAsync<T>(body, KubernetesJson.Options, inTime) ?? throw new JsonException("the answer is null");
            }
            catch (JsonException e)
            {
                throw new HttpRequestException(HttpRequestError.InvalidResponse, $"{Asked(request)} was answered with what cannot be read: {e.Message}", e, response.StatusCode);
            }
        }
    }

    /// <summary>Sends it, and waits for the end of an answer that nobody reads.</summary>
    public async Task SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        await InTimeAsync(request, DrainAsync, cancellationToken);

        async Task<bool> DrainAsync(CancellationToken inTime)
        {
            await response.Content.CopyToAsync(Stream.Null, inTime);
            return true;
        }
    }

    /// <summary>Sends it; the answer, which is a good one, has its headers, and its body is still to come.</summary>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var renewed = false;
        for (var attempt = 0; ; attempt++)
        {
            if (_fairness is not null && !request.IsUnlimited)
            {
                await _fairness.WaitAsync(cancellationToken);
            }

            var credential = await configuration.Credentials.GetAsync(cancellationToken);
            var (response, error) = await InTimeAsync(request, inTime => SendOnceAsync(request, credential, inTime), cancellationToken);
            if (error is null)
            {
                return response!;
            }

            if (error.StatusCode == HttpStatusCode.Unauthorized && !renewed)
            {
                renewed = true;
                configuration.Credentials.Refuse(credential);
                if (!ReferenceEquals(await configuration.Credentials.GetAsync(cancellationToken), credential))
                {
                    continue;
                }
            }

            if (!IsWorthRepeating(error) || attempt >= options.MaxRetries)
            {
                throw error;
            }

            await Task.Delay(error.RetryAfter!.Value, _time, cancellationToken);
        }
    }

    public void Dispose() => _connections.Dispose();

    /// <summary>The server says that it did nothing, and when to come again.</summary>
    private bool IsWorthRepeating(ApiException error) =>
        error.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && error.RetryAfter <= options.MaxRetryAfter;

    private async Task<(HttpResponseMessage? Answer, ApiException? Error)> SendOnceAsync(ApiRequest request, Credential credential, CancellationToken cancellationToken)
    {
        using var message = Message(request, credential);
        HttpResponseMessage response;
        try
        {
            response = await _connections.For(credential).SendAsync(message, cancellationToken);
        }
        catch (Exception)
        {
            Count(null);
            throw;
        }

        Count((int)response.StatusCode);
        _warnings?.Read(response.Headers);
        if (response.IsSuccessStatusCode)
        {
            return (response, null);
        }

        using (response)
        {
            return (null, await ApiErrors.ReadAsync(response, _time, cancellationToken));
        }

        void Count(int? code) => options.Metrics?.RequestEnded(code, request.Method.Method, configuration.Server.Authority);
    }

    private HttpRequestMessage Message(ApiRequest request, Credential credential)
    {
        var message = new HttpRequestMessage(request.Method, _base + request.PathAndQuery)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Authorization = credential.Authorization;
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        message.Headers.Host = configuration.TlsServerName;
        foreach (var (name, value) in configuration.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        return message;
    }

    /// <summary>Does a step of a call, and ends it when it takes too long.</summary>
    private async Task<T> InTimeAsync<T>(ApiRequest request, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.RequestTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await step(both.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, $"{Asked(request)} was not answered within {options.RequestTimeout.TotalSeconds:0.#} s.", new TimeoutException(e.Message, e));
        }
        catch (IOException e)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, $"The answer to {Asked(request)} was cut off: {e.Message}", e);
        }
    }

    private string Asked(ApiRequest request) => $"{request.Method} {_base}{request.PathAndQuery}";
}
