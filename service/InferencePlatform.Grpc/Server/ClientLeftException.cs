namespace InferencePlatform.Grpc.Server;

/// <summary>
/// The client reset the call, or its connection broke, while a message was read or written. Kestrel says so here first
/// and signals the request's token a moment later, so that the token cannot be asked instead.
/// </summary>
internal sealed class ClientLeftException(Exception? inner = null) : OperationCanceledException("The client left the call.", inner);
