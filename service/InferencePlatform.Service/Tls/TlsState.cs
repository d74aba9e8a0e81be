namespace InferencePlatform.Service.Tls;

/// <summary>What is to be told of a server's certificate.</summary>
/// <param name="Expires">When the one in use does.</param>
/// <param name="LastReadingWasGood">Whether the files hold what is in use.</param>
/// <param name="Reloads">Times that another was taken from the files.</param>
/// <param name="Failures">Times that the files came to hold something that cannot be used.</param>
internal sealed record TlsState(DateTimeOffset Expires, bool LastReadingWasGood, long Reloads, long Failures);
