using System.Net;

namespace InferencePlatform.Service.Fetching.Http;

/// <summary>What a web server's refusal, or its silence, means and what to do about it.</summary>
internal static class HttpFailures
{
    public static FetchException Explain(HttpRequestException error, Uri address)
    {
        if (error.InnerException is FetchException refused)
        {
            return refused;
        }

        var where = $"{address.Scheme}://{address.Authority}";
        return error.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => new FetchException(FetchFailure.BadAnswer, $"{where}: no secure connection: {Innermost(error)} Where its certificate comes from an authority of your own, give that with --ca-file.", error),
            HttpRequestError.NameResolutionError => Transient($"{where}: the host's name cannot be resolved.", error),
            HttpRequestError.ConnectionError => Transient($"{where}: no connection: {Innermost(error)}", error),
            HttpRequestError.ConfigurationLimitExceeded => new FetchException(FetchFailure.BadAnswer, $"{where}: the answer's headers are too large: {error.Message}", error),
            _ => Transient($"{where}: the connection broke before an answer came: {Innermost(error)}", error),
        };
    }

    public static FetchException Explain(HttpResponseMessage response, Uri address, bool hadCredentials)
    {
        var what = Redacted.Address(address.AbsoluteUri);
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(FetchFailure.NotFound, $"{what} does not exist, says the server ({status}); correct the URI, or put the model there."),
            HttpStatusCode.Unauthorized => new(FetchFailure.AccessDenied, hadCredentials
                ? $"The server does not accept these credentials for {what} (401); renew them, or give those of a user that it knows."
                : $"{what} needs credentials (401); give a token, or a username and a password, in the environment or in --credentials-dir."),
            HttpStatusCode.Forbidden => new(FetchFailure.AccessDenied, $"{what} is forbidden (403); {(hadCredentials ? "let this user read it" : "give credentials, or let anybody read it")}. A presigned address may have expired: sign a new one."),
            HttpStatusCode.ProxyAuthenticationRequired => new(FetchFailure.AccessDenied, $"The proxy on the way to {what} needs credentials (407); put them into HTTPS_PROXY."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 => Transient($"{what}: the server asks to try later ({status}).", RetryAfter(response)),
            >= HttpStatusCode.InternalServerError => Transient($"{what}: the server failed ({status} {response.StatusCode}).", RetryAfter(response)),
            _ => new(FetchFailure.BadAnswer, $"{what}: the server answered {status} {response.StatusCode}, which is no file; correct the URI."),
        };
    }

    private static FetchException Transient(string message, Exception inner) => new(FetchFailure.Unreachable, message, inner) { IsTransient = true };

    private static FetchException Transient(string message, TimeSpan? retryAfter) => new(FetchFailure.Unreachable, message) { IsTransient = true, RetryAfter = retryAfter };

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - DateTimeOffset.UtcNow;

    private static string Innermost(Exception error) => error.GetBaseException().Message.TrimEnd('.') + ".";
}
