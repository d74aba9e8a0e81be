namespace InferencePlatform.Local.Nodes.Probes;

/// <summary>One answer to a probe.</summary>
/// <param name="Success">Whether it was a good one.</param>
/// <param name="Message">What was wrong, in words.</param>
internal readonly record struct ProbeResult(bool Success, string Message)
{
    public static ProbeResult Good { get; } = new(true, "");

    public static ProbeResult Bad(string message) => new(false, message);
}
