namespace InferencePlatform.Operator.Planning;

/// <summary>The reasons that conditions give; <c>docs/operations.md</c> has a line for each.</summary>
internal static class Reasons
{
    public const string Ready = "Ready";
    public const string Starting = "Starting";
    public const string RollingOut = "RollingOut";
    public const string ScaledToZero = "ScaledToZero";
    public const string Paused = "Paused";
    public const string NotReachable = "NotReachable";

    public const string SpecInvalid = "SpecInvalid";
    public const string ImageNotAllowed = "ImageNotAllowed";
    public const string FileUriNotAllowed = "FileUriNotAllowed";
    public const string OciVolumeUnsupported = "OciVolumeUnsupported";
    public const string ObjectNotOurs = "ObjectNotOurs";
    public const string ObjectRefused = "ObjectRefused";

    public const string Serving = "Serving";
    public const string NotServing = "NotServing";

    public const string Verified = "Verified";
    public const string Loaded = "Loaded";
    public const string NotLoaded = "NotLoaded";
    public const string ChecksumMismatch = "ChecksumMismatch";

    public const string Complete = "Complete";
    public const string ProgressDeadlineExceeded = "ProgressDeadlineExceeded";

    public const string Scheduled = "Scheduled";
    public const string Unschedulable = "Unschedulable";
    public const string PodsRefused = "PodsRefused";
    public const string NoPods = "NoPods";

    public const string ModelNotFound = "ModelNotFound";
    public const string AccessDenied = "AccessDenied";
    public const string DownloadFailed = "DownloadFailed";
    public const string ModelTooLarge = "ModelTooLarge";
    public const string StorageFailed = "StorageFailed";
    public const string SettingsRefused = "SettingsRefused";
    public const string ModelLoadFailed = "ModelLoadFailed";
    public const string OutOfMemory = "OutOfMemory";
    public const string Crashed = "Crashed";
    public const string ImagePullFailed = "ImagePullFailed";
    public const string ContainerConfigFailed = "ContainerConfigFailed";
    public const string VolumesNotReady = "VolumesNotReady";
    public const string Evicted = "Evicted";

    public const string ScalingOnCalls = "ScalingOnCalls";
    public const string ScalingOnCpu = "ScalingOnCpu";
    public const string ResourceMetricsMissing = "ResourceMetricsMissing";
    public const string LoadUnknown = "LoadUnknown";
}
