namespace InferencePlatform.Grpc.Server;

/// <summary>The client reset the call, or its connection broke, while a message was read or written.</summary>
internal sealed class ClientLeftException() : OperationCanceledException("The client left the call.");
