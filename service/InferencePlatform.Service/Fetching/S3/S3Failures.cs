using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using InferencePlatform.Service.Fetching.Http;

namespace InferencePlatform.Service.Fetching.S3;

/// <summary>What an S3-compatible store's refusal means and what to do about it.</summary>
internal static class S3Failures
{
    /// <param name="error">What the client threw.</param>
    /// <param name="uri">What was asked for.</param>
    /// <param name="store">Where.</param>
    /// <returns>The explanation; null for what is no failure of the store, such as being cancelled.</returns>
    public static FetchException? Explain(Exception error, ModelUri.S3Object uri, Uri store) => error switch
    {
        AmazonS3Exception e => Explain(e, uri),
        HttpRequestException e => HttpFailures.Explain(e, store),
        AmazonServiceException { InnerException: HttpRequestException e } => HttpFailures.Explain(e, store),
        AmazonServiceException or IOException => Transient($"{uri.Text}: the connection broke before an answer came: {error.GetBaseException().Message}", error),
        AmazonClientException => new FetchException(FetchFailure.BadAnswer, $"{uri.Text}: {error.Message}", error),
        _ => null,
    };

    private static FetchException Explain(AmazonS3Exception e, ModelUri.S3Object uri) => e.ErrorCode switch
    {
        "NoSuchBucket" => new(FetchFailure.NotFound, $"{uri.Text}: there is no bucket '{uri.Bucket}'; correct the URI, or --s3-endpoint.", e),
        "NoSuchKey" => new(FetchFailure.NotFound, $"{uri.Text}: there is no such object in the bucket; correct the URI, or put the model there. A folder's URI ends in /.", e),
        "SignatureDoesNotMatch" => new(FetchFailure.AccessDenied, $"{uri.Text}: the store does not accept the signature: AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID.", e),
        "InvalidAccessKeyId" => new(FetchFailure.AccessDenied, $"{uri.Text}: the store does not know AWS_ACCESS_KEY_ID; renew the credentials.", e),
        "ExpiredToken" or "InvalidToken" => new(FetchFailure.AccessDenied, $"{uri.Text}: AWS_SESSION_TOKEN has expired or is wrong; renew the credentials.", e),
        "RequestTimeTooSkewed" => new(FetchFailure.AccessDenied, $"{uri.Text}: this machine's clock and the store's differ too much; set it right.", e),
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => new(FetchFailure.BadAnswer, $"{uri.Text}: the bucket is in another region: {e.Message} Set --s3-region.", e),
        _ => ByStatus(e, uri),
    };

    private static FetchException ByStatus(AmazonS3Exception e, ModelUri.S3Object uri) => e.StatusCode switch
    {
        HttpStatusCode.NotFound => new(FetchFailure.NotFound, $"{uri.Text} does not exist, says the store (404); correct the URI, or put the model there.", e),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(FetchFailure.AccessDenied, $"{uri.Text}: access denied ({(int)e.StatusCode}); let these credentials read the object (s3:GetObject), and for a prefix list it too (s3:ListBucket). A bucket that may not be listed says the same of an object that does not exist.", e),
        HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect => new(FetchFailure.BadAnswer, $"{uri.Text}: the store redirects, most likely to another region; set --s3-region, or --s3-endpoint.", e),
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => Transient($"{uri.Text}: the store failed ({(int)e.StatusCode} {e.ErrorCode}).", e),
        0 => Transient($"{uri.Text}: the connection broke before an answer came: {e.GetBaseException().Message}", e),
        _ => new(FetchFailure.BadAnswer, $"{uri.Text}: the store answered {(int)e.StatusCode} {e.ErrorCode}: {e.Message}", e),
    };

    private static FetchException Transient(string message, Exception inner) => new(FetchFailure.Unreachable, message, inner) { IsTransient = true };
}
