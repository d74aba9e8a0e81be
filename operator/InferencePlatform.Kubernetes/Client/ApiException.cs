using System.Net;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>An error that the API server answered, from its <c>Status</c> object where it sent one.</summary>
public sealed class ApiException : Exception
{
    /// <param name="statusCode">The answer's code.</param>
    /// <param name="reason">One word.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="causes">The single things that are wrong.</param>
    /// <param name="retryAfter">How long the server wants to be left alone.</param>
    public ApiException(HttpStatusCode statusCode, string reason, string message, IReadOnlyList<StatusCause>? causes = null, TimeSpan? retryAfter = null)
        : base(message)
    {
        StatusCode = statusCode;
        Reason = reason;
        Causes = causes ?? [];
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>One word, such as <c>AlreadyExists</c> or <c>Invalid</c>.</summary>
    public string Reason { get; }

    /// <summary>The single things that are wrong: fields of an invalid object, or managers in conflict.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }

    /// <summary>How long the server wants to be left alone; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>No such object, or no such resource.</summary>
    public bool IsNotFound => StatusCode == HttpStatusCode.NotFound;

    /// <summary>Somebody else was faster, or owns a field.</summary>
    public bool IsConflict => StatusCode == HttpStatusCode.Conflict;

    /// <summary>The resource version is too old: list anew.</summary>
    public bool IsGone => StatusCode == HttpStatusCode.Gone;
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Reason">One word, such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Field">The path of the field.</param>
public sealed record StatusCause(string? Reason, string? Message, string? Field);
