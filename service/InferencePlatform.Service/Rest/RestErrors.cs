using InferencePlatform.Service.Inference;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>The HTTP status of each way to fail, and the JSON that tells it.</summary>
internal static class RestErrors
{
    public static int ToStatus(InferenceError error) => error switch
    {
        InferenceError.InvalidArgument or InferenceError.FailedPrecondition => StatusCodes.Status400BadRequest,
        InferenceError.NotFound => StatusCodes.Status404NotFound,
        InferenceError.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        InferenceError.Unavailable => StatusCodes.Status503ServiceUnavailable,
        InferenceError.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        InferenceError.Cancelled => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Answers with an error; where an answer has begun already, the broken connection says that it is not whole.</summary>
    public static Task WriteAsync(HttpContext http, int status, string message)
    {
        if (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            return JsonAnswer.WriteAsync(http, status, json =>
            {
                json.WriteStartObject();
                json.WriteString("error"u8, message);
                json.WriteEndObject();
            });
        }

        http.Abort();
        return Task.CompletedTask;
    }
}
