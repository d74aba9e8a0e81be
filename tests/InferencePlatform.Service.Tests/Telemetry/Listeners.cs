namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>
/// Tests that listen to spans or instruments, and those that must not be listened to: listeners hear the whole
/// process, so these run one after the other.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Listeners
{
    public const string Name = "Telemetry listeners";
}
