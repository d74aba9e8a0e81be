namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>A clock that runs as it should and is set wrong.</summary>
internal sealed class SkewedTime(TimeSpan skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skew;
}
