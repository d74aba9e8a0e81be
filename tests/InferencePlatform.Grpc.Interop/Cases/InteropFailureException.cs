namespace InferencePlatform.Grpc.Interop.Cases;

/// <summary>A test case found something other than it must.</summary>
internal sealed class InteropFailureException(string message) : Exception(message);
