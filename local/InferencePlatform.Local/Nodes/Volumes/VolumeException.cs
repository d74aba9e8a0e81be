namespace InferencePlatform.Local.Nodes.Volumes;

/// <summary>A volume that cannot be had, or not yet.</summary>
/// <param name="reason">One word, for the pod's events and waiting state.</param>
/// <param name="message">A sentence.</param>
internal sealed class VolumeException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}
