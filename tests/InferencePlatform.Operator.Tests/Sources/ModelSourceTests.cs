using InferencePlatform.Operator.Sources;

namespace InferencePlatform.Operator.Tests.Sources;

public sealed class ModelSourceTests
{
    [Fact]
    public void A_ConfigMap_has_a_name_and_a_key() => Assert.Equal(new ModelSource.ConfigMap("digits", "digits.onnx"), ModelSource.Parse("configmap://digits/digits.onnx"));

    [Theory]
    [InlineData("pvc://models/digits.onnx", null, "digits.onnx")]
    [InlineData("pvc://models/a/b/digits.onnx", "a/b", "digits.onnx")]
    [InlineData("pvc://models/a/b/", "a/b", "model.onnx")]
    [InlineData("pvc://models/", null, "model.onnx")]
    public void A_claim_has_a_folder_and_a_file(string uri, string? folder, string file) =>
        Assert.Equal(new ModelSource.Claim("models", folder, file), ModelSource.Parse(uri));

    [Theory]
    [InlineData("oci://registry:5000/models/digits:3", "registry:5000/models/digits:3", "model.onnx")]
    [InlineData("oci://registry/digits@sha256:00ff#a/b.onnx", "registry/digits@sha256:00ff", "a/b.onnx")]
    public void An_image_has_a_reference_and_a_path(string uri, string reference, string path) =>
        Assert.Equal(new ModelSource.Image(reference, path), ModelSource.Parse(uri));

    [Theory]
    [InlineData("s3://bucket/key")]
    [InlineData("https://host/model.onnx")]
    [InlineData("http://host/model.onnx")]
    public void What_is_fetched_keeps_its_uri(string uri) => Assert.Equal(new ModelSource.Remote(uri), ModelSource.Parse(uri));

    [Fact]
    public void A_file_is_of_the_machine() => Assert.Equal(new ModelSource.LocalFile("file:///srv/m.onnx"), ModelSource.Parse("file:///srv/m.onnx"));

    [Theory]
    [InlineData("")]
    [InlineData("model.onnx")]
    [InlineData("ftp://host/model.onnx")]
    [InlineData("configmap://digits")]
    [InlineData("pvc://models")]
    [InlineData("file://relative")]
    public void Anything_else_is_no_source(string uri) => Assert.Null(ModelSource.Parse(uri));
}
