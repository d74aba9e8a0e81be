namespace InferencePlatform.Service.Models;

/// <summary>Where a version of a model is in its life.</summary>
internal enum ModelState
{
    /// <summary>Being checked, loaded or warmed.</summary>
    Loading,

    /// <summary>Serving.</summary>
    Ready,

    /// <summary>Not serving, because loading it failed; the reason says why.</summary>
    Failed,

    /// <summary>No longer given to new calls; those in flight are finished.</summary>
    Unloading,

    /// <summary>Not loaded.</summary>
    Unloaded,
}
