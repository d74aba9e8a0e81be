namespace InferencePlatform.Service.Fetching;

/// <summary>A model cannot be fetched; the message says why and what to do.</summary>
internal sealed class FetchException(FetchFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public FetchFailure Failure { get; } = failure;

    /// <summary>Whether another attempt may go better.</summary>
    public bool IsTransient { get; init; }

    /// <summary>What the source asks to wait before that; null where it says nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
