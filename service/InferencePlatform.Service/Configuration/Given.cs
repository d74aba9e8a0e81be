namespace InferencePlatform.Service.Configuration;

/// <summary>What one source gives, and what is wrong with it.</summary>
internal sealed record Given(IReadOnlyList<GivenValue> Values, IReadOnlyList<string> Problems)
{
    public static Given Nothing { get; } = new([], []);
}
