using System.Net;
using System.Text;
using System.Text.Json;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>Makes exceptions of the server's errors, which are objects of kind <c>Status</c> where they come from the API server itself.</summary>
internal static class ApiErrors
{
    private const int MaxBody = 1 << 20;
    private const int MaxShown = 300;

    /// <summary>The error in an answer.</summary>
    public static async Task<ApiException> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, cancellationToken);
        var retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } delay } => delay,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => (TimeSpan?)null,
        };
        if (Parse(body) is { } status)
        {
            return FromStatus(status, response.StatusCode, retryAfter);
        }

        var text = Encoding.UTF8.GetString(body).Trim().ReplaceLineEndings(" ");
        var shown = text.Length == 0 ? "without a word" : text.Length > MaxShown ? text[..MaxShown] + "…" : text;
        var asked = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri}";
        return new ApiException(response.StatusCode, ReasonOf(response.StatusCode), $"{asked} was answered {(int)response.StatusCode} {response.StatusCode}: {shown}", null, retryAfter);
    }

    /// <summary>The error in an event of a watch.</summary>
    public static ApiException Read(StatusBody status) => FromStatus(status, HttpStatusCode.InternalServerError, null);

    private static ApiException FromStatus(StatusBody status, HttpStatusCode answered, TimeSpan? retryAfter)
    {
        var code = status.Code is > 0 and var c ? (HttpStatusCode)c : answered;
        var causes = status.Details?.Causes?.Select(cause => new StatusCause(cause.Reason, cause.Message, cause.Field)).ToList();
        retryAfter ??= status.Details?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new ApiException(code, status.Reason is { Length: > 0 } reason ? reason : ReasonOf(code), status.Message ?? $"The API server answered {(int)code}.", causes, retryAfter);
    }

    private static StatusBody? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<StatusBody>(body, KubernetesJson.Options) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var from = await response.Content.ReadAsStreamAsync(cancellationToken);
            var body = new MemoryStream();
            var part = new byte[4096];
            int read;
            while (body.Length < MaxBody && (read = await from.ReadAsync(part, cancellationToken)) > 0)
            {
                body.Write(part, 0, read);
            }

            return body.ToArray();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The code is known; that what it says about it was cut off is the smaller matter.
            return [];
        }
    }

    /// <summary>Kubernetes' words for HTTP's codes, for answers that do not say them (<c>metav1.StatusReason</c>).</summary>
    private static string ReasonOf(HttpStatusCode code) => code switch
    {
        HttpStatusCode.Gone => "Expired",
        HttpStatusCode.UnprocessableEntity => "Invalid",
        HttpStatusCode.InternalServerError => "InternalError",
        HttpStatusCode.GatewayTimeout => "Timeout",
        _ => code.ToString(),
    };
}
