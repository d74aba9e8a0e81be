namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>A server of the test models.</summary>
public sealed class FixtureModels() : ServedModels(TestFiles.Models);
