namespace InferencePlatform.Service.Fetching;

/// <summary>Why a model could not be fetched. The number is the exit code.</summary>
internal enum FetchFailure
{
    /// <summary>The source did not answer, or broke off, every time.</summary>
    Unreachable = 1,

    /// <summary>There is no such file, bucket or folder.</summary>
    NotFound = 10,

    /// <summary>The source wants other credentials, or any.</summary>
    AccessDenied = 11,

    /// <summary>The file came and is not the one that was asked for.</summary>
    ChecksumMismatch = 12,

    /// <summary>More bytes, files or redirects than allowed.</summary>
    OverLimit = 13,

    /// <summary>The target is full, or cannot be written.</summary>
    TargetFailed = 14,

    /// <summary>The source answered with something that is no use.</summary>
    BadAnswer = 15,
}
