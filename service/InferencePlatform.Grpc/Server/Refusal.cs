namespace InferencePlatform.Grpc.Server;

/// <summary>Why a request becomes no call, and how it is answered.</summary>
/// <param name="Status">The gRPC status.</param>
/// <param name="HttpStatus">The HTTP status; other than 200 where what came is no gRPC.</param>
/// <param name="Header">A header that tells what would have been right, or null.</param>
/// <param name="Value">Its value.</param>
internal sealed record Refusal(Status Status, int HttpStatus = 200, string? Header = null, string Value = "");
