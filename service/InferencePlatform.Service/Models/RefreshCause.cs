namespace InferencePlatform.Service.Models;

/// <summary>Why a model is looked at again.</summary>
internal enum RefreshCause
{
    /// <summary>Time passed. What failed before is tried again only once it changed, or each look would load it.</summary>
    Poll,

    /// <summary>The server starts, or its operator asks.</summary>
    Operator,

    /// <summary>A client asks for this model, even if another had unloaded it.</summary>
    Client,
}
