namespace InferencePlatform.Service.Health;

/// <summary>Whether something can be called, and if not, why, in a line for people.</summary>
internal sealed record ReadinessState(bool IsReady, string Reason)
{
    public static ReadinessState Ready { get; } = new(true, "");

    public static ReadinessState NotReady(string reason) => new(false, reason);
}
