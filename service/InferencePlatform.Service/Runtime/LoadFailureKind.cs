namespace InferencePlatform.Service.Runtime;

/// <summary>Why a model does not load, as one of a few words: what the metrics tell apart.</summary>
internal enum LoadFailureKind
{
    /// <summary>ONNX Runtime cannot load it, or it has inputs or outputs that cannot be served.</summary>
    Unloadable,

    /// <summary>A file is missing, empty or cannot be read.</summary>
    Unreadable,

    /// <summary>The file is not the one that was asked for.</summary>
    ChecksumMismatch,

    /// <summary>The file changed meanwhile.</summary>
    ChangedWhileLoading,

    /// <summary>The model's settings are wrong.</summary>
    BadSettings,

    /// <summary>There is no such version, or none at all.</summary>
    NoVersion,

    /// <summary>A warm-up sample did not run.</summary>
    WarmUpFailed,

    /// <summary>None of the others; the log has the exception.</summary>
    Unexpected,
}
