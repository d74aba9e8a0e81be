namespace InferencePlatform.Local.Store;

/// <summary>What happened to an object.</summary>
/// <param name="Version">The store's version after it.</param>
/// <param name="Before">The object before; null where it is new.</param>
/// <param name="After">The object after, or as it last was, with the version of the deletion.</param>
/// <param name="Deleted">Whether it is gone now.</param>
internal sealed record ObjectEvent(long Version, StoredObject? Before, StoredObject After, bool Deleted);
