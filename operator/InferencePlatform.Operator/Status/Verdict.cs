namespace InferencePlatform.Operator.Status;

/// <summary>What is said of one condition.</summary>
/// <param name="Status">Null is unknown.</param>
/// <param name="Reason">One of <see cref="Planning.Reasons"/>.</param>
/// <param name="Message">A sentence.</param>
internal sealed record Verdict(bool? Status, string Reason, string Message)
{
    public static Verdict True(string reason, string message) => new(true, reason, message);

    public static Verdict False(string reason, string message) => new(false, reason, message);

    public static Verdict Unknown(string reason, string message) => new(null, reason, message);
}
