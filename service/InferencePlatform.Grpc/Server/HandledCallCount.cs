namespace InferencePlatform.Grpc.Server;

/// <summary>How many calls ended in one way since the server was made.</summary>
/// <param name="Service">The service's full name; empty for calls that named no method served here.</param>
/// <param name="Method">The method's name; empty likewise.</param>
/// <param name="Code">The status they ended with.</param>
/// <param name="Count">How many.</param>
public readonly record struct HandledCallCount(string Service, string Method, StatusCode Code, long Count);
