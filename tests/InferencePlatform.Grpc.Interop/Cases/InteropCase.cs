namespace InferencePlatform.Grpc.Interop.Cases;

/// <summary>One test case.</summary>
/// <param name="Name">Its name in grpc/grpc, doc/interop-test-descriptions.md.</param>
/// <param name="Run">Runs it; throws where the server does not do as it must.</param>
internal sealed record InteropCase(string Name, Func<TestServiceClient, Task> Run);
