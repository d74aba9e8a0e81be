using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Kubernetes.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>
/// Stands between a client and an API server. Until its faults are used up it answers some calls with an error, cuts some
/// connections before, in the middle of and after an answer, and cuts every watch after a while; then it only passes on,
/// until it is cut off for good.
/// </summary>
internal sealed class FaultyApi : IAsyncDisposable
{
    private const double Share = 0.3;
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMilliseconds(500);
    private readonly WebApplication _application;
    private readonly HttpClient _behind;
    private readonly Random _random;
    private readonly CancellationTokenSource _cutOff = new();
    private readonly string _token;
    private int _left;

    private FaultyApi(ApiServerUnderTest server, int faults, int seed)
    {
        _token = server.Token;
        _left = faults;
        _random = new Random(seed);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { server.CertificateAuthority }, RevocationMode = X509RevocationMode.NoCheck };
        _behind = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } }) { BaseAddress = server.Url };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>The way through it.</summary>
    public ClusterConfiguration Cluster => new() { Server = new Uri(_application.Urls.First()), Credentials = new StaticCredentials(Credential.Bearer(_token)) };

    /// <summary>Faults that are still to come.</summary>
    public int Left => Volatile.Read(ref _left);

    public static async Task<FaultyApi> StartAsync(ApiServerUnderTest server, int faults, int seed)
    {
        var faulty = new FaultyApi(server, faults, seed);
        await faulty._application.StartAsync();
        return faulty;
    }

    /// <summary>From now on nothing comes through, and what is under way is cut: the client is alone, as on a node that lost its network.</summary>
    public Task CutOffAsync() => _cutOff.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _cutOff.CancelAsync();
        await _application.DisposeAsync();
        _behind.Dispose();
        _cutOff.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (_cutOff.IsCancellationRequested)
        {
            context.Abort();
            return;
        }

        switch (Draw())
        {
            case 0:
                context.Abort();
                return;
            case 1:
                await AnswerAsync(context, HttpStatusCode.InternalServerError, "InternalError");
                return;
            case 2:
                context.Response.Headers.RetryAfter = "0";
                await AnswerAsync(context, HttpStatusCode.TooManyRequests, "TooManyRequests");
                return;
            case 3:
                await AnswerAsync(context, HttpStatusCode.GatewayTimeout, "Timeout");
                return;
            case 4 when context.Request.Method != HttpMethods.Get:
                await AnswerAsync(context, HttpStatusCode.Conflict, "Conflict");
                return;
            case 4 when context.Request.Query.ContainsKey("watch"):
                await AnswerAsync(context, HttpStatusCode.Gone, "Expired");
                return;
            case 5:
                await PassAsync(context, cut: true);
                return;
            default:
                await PassAsync(context, cut: false);
                return;
        }
    }

    /// <summary>Which fault a call has; -1 for none.</summary>
    private int Draw()
    {
        lock (_random)
        {
            return _left > 0 && _random.NextDouble() < Share && --_left >= 0 ? _random.Next(6) : -1;
        }
    }

    private static async Task AnswerAsync(HttpContext context, HttpStatusCode code, string reason)
    {
        context.Response.StatusCode = (int)code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"made up by the test","reason":"{{reason}}","code":{{(int)code}}}""");
    }

    private async Task PassAsync(HttpContext context, bool cut)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _cutOff.Token);
        if (context.Request.Query.ContainsKey("watch") && Left > 0)
        {
            limit.CancelAfter(LongestWatch);
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString.Value);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_token}");
        request.Headers.TryAddWithoutValidation("Accept", context.Request.Headers.Accept.ToString());
        if (context.Request.ContentType is { } type)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        try
        {
            using var response = await _behind.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            var buffer = new byte[512];
            for (int read; (read = await body.ReadAsync(buffer, limit.Token)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), limit.Token);
                await context.Response.Body.FlushAsync(limit.Token);
                if (cut)
                {
                    context.Abort();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
