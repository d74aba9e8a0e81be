using System.Security.Cryptography;
using System.Text.Json;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Api;

/// <summary>What is committed in <c>manifests/</c> is what <c>make manifests</c> would write.</summary>
public sealed class ManifestsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "manifests");
    private static readonly string Models = Path.Combine(Repository.Root, "samples/models");

    [Fact]
    public void The_CRD_is_what_the_types_say() =>
        GoldenFile.AssertIs("../../../manifests/crds/inferencemodels.inferenceplatform.io.yaml", CustomResourceDefinitionWriter.WriteYaml());

    [Fact]
    public void The_CRD_is_under_100_KB() =>
        Assert.InRange(new FileInfo(Path.Combine(Folder, "crds/inferencemodels.inferenceplatform.io.yaml")).Length, 1, 100_000);

    [Theory]
    [InlineData("digits", "digits/1", "digits")]
    [InlineData("iris", "iris/2", "iris")]
    [InlineData("example_model", "example_model/1", "example-model")]
    public void A_sample_has_its_model_and_the_checksum_of_it(string file, string version, string resource)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Models, version, "model.onnx"));
        var documents = KubernetesYaml.Read(File.ReadAllText(Path.Combine(Folder, "samples", $"{file}.yaml")));

        var model = documents[1].Deserialize<InferenceModel>(KubernetesJson.Options)!;
        var (name, key) = ((string?)documents[0]["metadata"]!["name"], documents[0]["binaryData"]!.AsObject().Single());
        Assert.Equal(bytes, Convert.FromBase64String((string)key.Value!));
        Assert.Equal($"configmap://{name}/{key.Key}", model.Spec.Model.Uri);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), model.Spec.Model.Sha256);
        Assert.Equal(resource, model.Metadata.Name);
        Assert.Equal(long.Parse(version.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture), model.Spec.Model.Version);
    }

    [Fact]
    public void The_example_keeps_its_name_and_its_fixed_address()
    {
        var model = KubernetesYaml.Read(File.ReadAllText(Path.Combine(Folder, "samples/example_model.yaml")))[1].Deserialize<InferenceModel>(KubernetesJson.Options)!;
        Assert.Equal("example_model", model.Spec.Model.Name);
        Assert.Equal("127.0.0.1", model.Spec.ServiceAnnotations!["local.inferenceplatform.io/address"]);
    }

    [Fact]
    public void Every_manifest_can_be_read() => Assert.All(
        Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories), f => Assert.NotEmpty(KubernetesYaml.Read(File.ReadAllText(f))));
}
