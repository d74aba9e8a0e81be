namespace InferencePlatform.Service.Hosting;

/// <summary>What one HTTP port bears.</summary>
/// <param name="MaxBodySize">Bytes of a request's body at most.</param>
/// <param name="MaxConnections">Connections at once; more are closed.</param>
internal sealed record HttpHostLimits(long MaxBodySize, int MaxConnections);
