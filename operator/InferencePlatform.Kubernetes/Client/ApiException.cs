using System.Net;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>An error that the API server answered, from its <c>Status</c> object where it sent one.</summary>
public sealed class ApiException : Exception
{
    public ApiException(HttpStatusCode statusCode, string reason, string message, IReadOnlyList<StatusCause>? causes = null, TimeSpan? retryAfter = null)
        : base(message)
    {
        StatusCode = statusCode;
        Reason = reason;
        Causes = causes ?? [];
        RetryAfter = retryAfter;
    }

    public HttpStatusCode StatusCode { get; }

    /// <summary>One word, such as <c>AlreadyExists</c> or <c>Invalid</c>.</summary>
    public string Reason { get; }

    /// <summary>The single things that are wrong: fields of an invalid object, or managers in conflict.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }

    public TimeSpan? RetryAfter { get; }

    public bool IsNotFound => StatusCode == HttpStatusCode.NotFound;

    public bool IsConflict => StatusCode == HttpStatusCode.Conflict;

    /// <summary>The resource version is too old: list anew.</summary>
    public bool IsGone => StatusCode == HttpStatusCode.Gone;
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Reason">One word, such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Field">The path of the field.</param>
public sealed record StatusCause(string? Reason, string? Message, string? Field);
