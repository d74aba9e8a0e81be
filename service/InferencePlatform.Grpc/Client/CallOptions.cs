namespace InferencePlatform.Grpc.Client;

/// <summary>What one call is given beside its messages.</summary>
/// <remarks>
/// A call that <see cref="CancellationToken"/> ends throws <see cref="OperationCanceledException"/> with that token;
/// every other end that is not OK, <c>Cancel</c> and <c>Dispose</c> of a streaming call included, throws
/// <see cref="RpcException"/>.
/// </remarks>
public sealed record CallOptions
{
    internal static readonly CallOptions None = new();

    /// <summary>Metadata sent with the call.</summary>
    public Metadata? Headers { get; init; }

    /// <summary>
    /// Time the whole call may take; it then ends with <see cref="StatusCode.DeadlineExceeded"/>, which the server is
    /// told of in advance. Null: as long as it takes. Zero or less: none is left, and nothing is sent.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The same as a moment; the earlier of the two counts. A time of unspecified kind is UTC.</summary>
    public DateTime? Deadline { get; init; }

    /// <summary>Ends the call at both sides.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Whether requests are sent compressed by gzip; null: as the channel says.</summary>
    public bool? Compress { get; init; }

    /// <summary>Time left, counted from now; null for no end.</summary>
    internal TimeSpan? TimeLeft()
    {
        if (Deadline is not { } deadline)
        {
            return Timeout;
        }

        var utc = deadline.Kind == DateTimeKind.Local ? deadline.ToUniversalTime() : deadline;
        var left = utc - DateTime.UtcNow;
        return Timeout is { } timeout && timeout < left ? timeout : left;
    }
}
