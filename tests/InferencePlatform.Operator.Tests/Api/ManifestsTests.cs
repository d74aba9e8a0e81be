using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Api;

public sealed class ManifestsTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "manifests/crds/inferencemodels.inferenceplatform.io.yaml");

    [Fact]
    public void The_committed_CRD_is_what_the_types_say() =>
        GoldenFile.AssertIs("../../../manifests/crds/inferencemodels.inferenceplatform.io.yaml", CustomResourceDefinitionWriter.WriteYaml());

    [Fact]
    public void The_CRD_is_under_100_KB() => Assert.InRange(new FileInfo(Committed).Length, 1, 100_000);
}
