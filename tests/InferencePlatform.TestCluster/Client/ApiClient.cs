using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace InferencePlatform.TestCluster.Client;

/// <summary>The Kubernetes API by plain HTTP and JSON, so that a test says exactly what is sent and sees what comes.</summary>
public sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http;

    /// <param name="server">The API server.</param>
    /// <param name="authority">Who signed its certificate.</param>
    /// <param name="token">The bearer token, if any.</param>
    /// <param name="certificate">The client's certificate with its key, if any.</param>
    public ApiClient(Uri server, X509Certificate2 authority, string? token, X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            },
        };
        _http = new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<ApiResponse> GetAsync(string path, string accept = "application/json") => SendAsync(HttpMethod.Get, path, null, accept: accept);

    public Task<ApiResponse> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body.ToJsonString());

    public Task<ApiResponse> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    public Task<ApiResponse> PatchAsync(string path, string patchType, string patch) => SendAsync(HttpMethod.Patch, path, patch, patchType);

    public Task<ApiResponse> DeleteAsync(string path, JsonNode? options = null) => SendAsync(HttpMethod.Delete, path, options?.ToJsonString());

    /// <summary>One call, answered whole.</summary>
    /// <exception cref="TimeoutException">There is no answer after 60 s.</exception>
    public async Task<ApiResponse> SendAsync(
        HttpMethod method, string path, string? body, string contentType = "application/json", string accept = "application/json")
    {
        using var request = Request(method, path, accept);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return await ReadAsync(response);
    }

    /// <summary>Begins a watch; a watch that is refused fails the test.</summary>
    public async Task<WatchEvents> WatchAsync(string path, string accept = "application/json")
    {
        using var request = Request(HttpMethod.Get, path, accept);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            using (response)
            {
                (await ReadAsync(response)).Succeeded();
            }
        }

        return new WatchEvents(response);
    }

    /// <summary>Whether the server says that it is ready; it is not while nobody answers.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            using var response = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string path, string accept)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.UserAgent.ParseAdd("conformance/1.0");
        return request;
    }

    private static string Unquoted(string text) => text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);

    private static async Task<ApiResponse> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.ToString() ?? "",
        [.. response.Headers.Warning.Select(warning => Unquoted(warning.Text))],
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
