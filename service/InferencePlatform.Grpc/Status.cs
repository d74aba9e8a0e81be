namespace InferencePlatform.Grpc;

/// <summary>How a call ended.</summary>
/// <param name="Code">The status code.</param>
/// <param name="Detail">A sentence for people; empty for <see cref="StatusCode.OK"/>.</param>
public readonly record struct Status(StatusCode Code, string Detail)
{
    /// <summary>Success without a message.</summary>
    public static Status Ok { get; } = new(StatusCode.OK, "");

    /// <inheritdoc/>
    public override string ToString() => Detail.Length == 0 ? $"{Code}" : $"{Code}: {Detail}";
}
