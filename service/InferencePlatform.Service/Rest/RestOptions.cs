namespace InferencePlatform.Service.Rest;

/// <summary>What the REST side bears.</summary>
/// <param name="MaxMessageSize">Bytes of one request body at most.</param>
/// <param name="RequestTimeout">Longest time a call may take, from its headers to the end of its answer.</param>
internal sealed record RestOptions(int MaxMessageSize, TimeSpan RequestTimeout);
