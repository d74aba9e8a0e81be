namespace InferencePlatform.Grpc.Client;

/// <summary>The answer of a unary call with what came around it.</summary>
/// <typeparam name="T">The response's type.</typeparam>
/// <param name="Message">The response.</param>
/// <param name="Headers">Metadata sent before it.</param>
/// <param name="Trailers">Metadata sent after it.</param>
/// <param name="WasCompressed">Whether the message came compressed.</param>
public sealed record UnaryResponse<T>(T Message, Metadata Headers, Metadata Trailers, bool WasCompressed);
