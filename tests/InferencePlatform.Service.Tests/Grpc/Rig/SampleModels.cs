namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>A server of the sample models.</summary>
public sealed class SampleModels() : ServedModels(TestFiles.Samples);
