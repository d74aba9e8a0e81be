namespace InferencePlatform.Grpc;

/// <summary>One header or trailer.</summary>
/// <param name="Key">The key, in lower case.</param>
/// <param name="Text">The value of a text entry, else null.</param>
/// <param name="Bytes">The value of a binary entry (its key ends in <c>-bin</c>), else null.</param>
public sealed record MetadataEntry(string Key, string? Text, byte[]? Bytes);
